namespace SmartKart.Broker.Tests.Strangers.ConfluentKafka;

/// <summary>librdkafka 2.15 through Confluent.Kafka, in a process of its own: a test may kill it, and the tests' own library is not its.</summary>
internal static class ConfluentKafkaProgram
{
    public const string Verb = "confluent-kafka-for-tests";

    public static async Task<int> RunAsync(string argument)
    {
        try
        {
            ConfluentKafkaLibrary.Bind();
            var errand = Errand.Parse(argument);
            await (errand.Do switch
            {
                "write" => RecordsByCodec.WriteAsync(errand),
                "read" => RecordsByCodec.ReadAsync(errand),
                "member" => GroupMember.LiveAsync(errand),
                "transact" => Transactions.RunAsync(errand),
                "administer" => Administration.RunAsync(errand),
                _ => throw new ArgumentException($"No task is called {errand.Do}.", nameof(argument)),
            });
            return 0;
        }
        catch (Exception fault) // the process's edge: the test shows what it finds here
        {
            await Console.Error.WriteLineAsync(fault.ToString());
            return 1;
        }
    }
}
