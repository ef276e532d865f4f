using SmartKart.Broker.Protocol;
using SmartKart.Broker.Storage;
using SmartKart.Broker.Tests.Groups.Classic;
using SmartKart.Broker.Tests.Groups.Consumer;
using SmartKart.Broker.Tests.Storage;

namespace SmartKart.Broker.Tests.Groups.Offsets;

/// <summary>Offsets that are committed by a transaction: pending until it ends, before a restart and after it.</summary>
public sealed class TransactionalOffsetTests : IAsyncLifetime
{
    private const long Producer = 77;
    private readonly GroupHarness _harness = new();
    private OffsetClient Offsets => new(_harness);

    public ValueTask InitializeAsync()
    {
        _harness.Topics.Make("t", 2);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task What_is_staged_counts_when_its_transaction_is_committed_and_never_if_not(bool committed, bool isKilled)
    {
        await Offsets.Commit("t", 0, 1);
        (await Offsets.CommitInTransaction("t", 0, 2, Producer)).ShouldBe(ErrorCode.None);
        if (isKilled) await _harness.Kill();
        (await Offsets.Fetch("t", 0)).ShouldBe((ErrorCode.None, 1));
        (await Offsets.Fetch("t", 0, requireStable: true)).ShouldBe((ErrorCode.UnstableOffsetCommit, -1));
        (await Offsets.Fetch("t", 1, requireStable: true)).ShouldBe((ErrorCode.None, -1));
        End(committed);
        if (isKilled) await _harness.Kill();
        (await Offsets.Fetch("t", 0, requireStable: true)).ShouldBe((ErrorCode.None, committed ? 2 : 1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_two_commits_the_later_one_counts_though_the_transaction_ends_last(bool isKilled)
    {
        await Offsets.CommitInTransaction("t", 0, 2, Producer);
        await Offsets.Commit("t", 0, 3);
        End(committed: true);
        if (isKilled) await _harness.Kill();
        (await Offsets.Fetch("t", 0)).ShouldBe((ErrorCode.None, 3));
    }

    [Fact]
    public async Task Other_producers_transactions_go_on()
    {
        await Offsets.CommitInTransaction("t", 0, 2, Producer);
        await Offsets.CommitInTransaction("t", 1, 3, Producer + 1);
        End(committed: true);
        (await Offsets.Fetch("t", 0)).ShouldBe((ErrorCode.None, 2));
        (await Offsets.Fetch("t", 1, requireStable: true)).ShouldBe((ErrorCode.UnstableOffsetCommit, -1));
    }

    [Fact]
    public async Task The_batch_in_the_log_is_its_producers()
    {
        await Offsets.CommitInTransaction("t", 0, 2, Producer, epoch: 5);
        var batch = new RecordBatch(_harness.Log.ReadBatches(0).Single());
        (batch.ProducerId, batch.ProducerEpoch, batch.BaseSequence, batch.IsTransactional).ShouldBe((Producer, (short)5, -1, true));
    }

    [Theory]
    [InlineData(AppendFault.StaleProducerEpoch, ErrorCode.InvalidProducerEpoch)]
    [InlineData(AppendFault.InvalidTransactionState, ErrorCode.InvalidTxnState)]
    [InlineData(AppendFault.OutOfOrderSequence, ErrorCode.UnknownServerError)]
    public async Task What_the_log_refuses_is_told_by_its_name(object verdict, object expected)
    {
        _harness.Admission.Verdict = (AppendFault)verdict;
        (await Offsets.CommitInTransaction("t", 0, 2, Producer)).ShouldBe((ErrorCode)expected);
        (await Offsets.Fetch("t", 0, requireStable: true)).ShouldBe((ErrorCode.None, -1));
    }

    [Fact]
    public async Task Members_are_checked_as_for_any_commit()
    {
        (await Offsets.CommitInTransaction("t", 0, 2, Producer, generation: 1, member: "m")).ShouldBe(ErrorCode.IllegalGeneration, "there is no such group");
        var classic = new ClassicClient(_harness) { InstanceId = "i" };
        await ClassicClient.Form(_harness, classic);
        (await Offsets.CommitInTransaction("t", 0, 2, Producer, generation: 1, member: classic.MemberId, instance: "i")).ShouldBe(ErrorCode.None);
        (await Offsets.CommitInTransaction("t", 0, 2, Producer, generation: 2, member: classic.MemberId, instance: "i")).ShouldBe(ErrorCode.IllegalGeneration);
        (await Offsets.CommitInTransaction("t", 0, 2, Producer, generation: 1, member: "other")).ShouldBe(ErrorCode.UnknownMemberId);
        (await Offsets.CommitInTransaction("t", 0, 2, Producer, generation: 1, member: "other", instance: "i")).ShouldBe(ErrorCode.FencedInstanceId);
        (await Offsets.CommitInTransaction("t", 0, 2, Producer)).ShouldBe(ErrorCode.None, "producers before KIP-447 do not say who reads");
        (await Offsets.CommitInTransaction("nowhere", 0, 2, Producer)).ShouldBe(ErrorCode.UnknownTopicOrPartition);
        (await Offsets.CommitInTransaction("t", 0, 2, Producer, metadata: new string('x', 4097))).ShouldBe(ErrorCode.OffsetMetadataTooLarge);
        (await new OffsetClient(_harness, "").CommitInTransaction("t", 0, 2, Producer)).ShouldBe(ErrorCode.InvalidGroupId);
    }

    [Fact]
    public async Task A_stale_member_of_a_consumer_group_is_told_in_the_words_that_producers_know()
    {
        var member = new ConsumerClient(_harness, "g", "m", "t");
        await member.Beat();
        (await Offsets.CommitInTransaction("t", 0, 2, Producer, generation: 1, member: "m")).ShouldBe(ErrorCode.None);
        (await Offsets.CommitInTransaction("t", 0, 2, Producer, generation: 0, member: "m")).ShouldBe(ErrorCode.IllegalGeneration);
    }

    /// <summary>What the transaction coordinator does: a marker in the log, then the word to the groups.</summary>
    private void End(bool committed)
    {
        _harness.Log.Append(TestBatches.Marker(Producer, committed), source: AppendSource.Coordinator).Fault.ShouldBe(AppendFault.None);
        _harness.Coordinator.Complete(Producer, committed);
    }
}
