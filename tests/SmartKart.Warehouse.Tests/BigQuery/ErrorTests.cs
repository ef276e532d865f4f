using System.Text;
using System.Text.Json;
using SmartKart.Warehouse.BigQuery;

namespace SmartKart.Warehouse.Tests.BigQuery;

public class ErrorTests : BigQueryTest
{
    [Fact]
    public async Task A_query_that_is_no_SQL_says_so_with_its_text()
    {
        var refused = await Should.ThrowAsync<BigQueryException>(() => Client.QueryAsync("SELEC 1", null, Cancellation));
        refused.Error!.Reason.ShouldBe("invalidQuery");
        refused.Error.Location.ShouldBe("query");
        refused.Project.ShouldBe("shop");
        refused.Message.ShouldContain("SELEC 1");
        refused.Message.ShouldContain("Mend the SQL");
    }

    [Fact]
    public async Task A_job_that_failed_names_itself_its_place_and_its_statistics()
    {
        var options = new QueryOptions { Priority = JobPriority.Batch };
        var failed = await Should.ThrowAsync<BigQueryJobException>(() => Client.QueryAsync("SELECT * FROM `shop.nothing`", options, Cancellation));
        failed.Error!.Reason.ShouldBe("notFound");
        failed.Job.Reference.Location.ShouldBe("europe-west3");
        failed.Job.Ended.ShouldNotBeNull();
        failed.JobId.ShouldStartWith("smartkart_");
        failed.Message.ShouldContain(failed.JobId!);
        failed.Message.ShouldContain("europe-west3");
        failed.Message.ShouldContain("Check project, dataset and table");
    }

    [Fact]
    public async Task A_long_statement_is_shortened()
    {
        var sql = $"SELEC {new string('1', 5000)}";
        var refused = await Should.ThrowAsync<BigQueryException>(() => Client.QueryAsync(sql, null, Cancellation));
        refused.Message.ShouldContain("(5,006 characters)");
        refused.Message.Split("in the SQL:")[1].Length.ShouldBeLessThan(500);
    }

    [Theory]
    [InlineData("""{"jobComplete": "yes"}""")]
    [InlineData("""{"pageToken": 5}""")]
    [InlineData("""{"totalRows": "many"}""")]
    [InlineData("""{"rows": [{"f": [{"v": "1"}]}, {"f": []}]}""")]
    [InlineData("[]")]
    public void An_answer_of_another_form_than_a_page_of_rows_is_malformed(string answer) =>
        Should.Throw<JsonException>(() => RowPage.Parse(Encoding.UTF8.GetBytes(answer)));

    [Fact]
    public async Task An_answer_that_is_not_BigQuerys_is_told_apart()
    {
        using var client = NewClient(options => options with { BaseUri = new Uri(Server.Url, "elsewhere/") });
        var refused = await Should.ThrowAsync<BigQueryRequestException>(() => client.QueryAsync("SELECT 1", null, Cancellation));
        refused.Error.ShouldBeNull();
        refused.Message.ShouldContain("not BigQuery's");
    }
}
