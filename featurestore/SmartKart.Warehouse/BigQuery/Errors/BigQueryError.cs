namespace SmartKart.Warehouse.BigQuery;

/// <summary>One error as BigQuery reports it.</summary>
/// <param name="Reason">Its short code, such as <c>invalidQuery</c>; see BigQuery's table of error messages.</param>
/// <param name="Message">What BigQuery says.</param>
/// <param name="Location">Where the fault is: in a query's parameters or text, in a file; null where BigQuery does not say.</param>
public sealed record BigQueryError(string Reason, string Message, string? Location)
{
    private const int SqlExcerptChars = 400;

    /// <summary>What helps, by Google's table of error messages; null where the message itself has to do.</summary>
    internal string? Remedy => Reason switch
    {
        "accessDenied" => "Grant the account a role that may do this (BigQuery Job User on the project, Data Viewer or Editor on the dataset).",
        "billingNotEnabled" => "Enable billing for the project, or name another in Warehouse:BigQuery:ProjectId.",
        "bytesBilledLimitExceeded" => "Read less (fewer columns, a narrower partition), or raise MaximumBytesBilled.",
        "duplicate" => "Choose another name, or delete the one that is there.",
        "invalidQuery" => "Mend the SQL where the message points.",
        "notFound" => "Check project, dataset and table, and that Warehouse:BigQuery:Location is where they lie.",
        "quotaExceeded" => "Wait for the quota's next interval, or ask for a higher one.",
        "rateLimitExceeded" or "jobRateLimitExceeded" => "Send fewer requests at a time, or raise MaxRetries.",
        "resourcesExceeded" => "Divide the query, or order and aggregate less in it.",
        "responseTooLarge" => "Write the result to a Destination.",
        "resourceInUse" => "Wait until the job that uses it has ended.",
        "stopped" => "The job was cancelled; run it again.",
        "timeout" => "Raise the timeout, or ask for less.",
        "backendError" or "internalError" or "jobBackendError" or "jobInternalError" => "The fault is BigQuery's and may pass: run it again later.",
        _ => null,
    };

    /// <summary>The same job or request may succeed if it is made again, by BigQuery's rules.</summary>
    internal bool MayPass =>
        Reason is "backendError" or "rateLimitExceeded" or "jobRateLimitExceeded" or "internalError" or "jobBackendError" or "jobInternalError";

    internal string Describe() => Location is null ? $"{Message} ({Reason})" : $"{Message} ({Reason}, at {Location})";

    /// <summary>The beginning of a statement: enough to know it by.</summary>
    internal static string Excerpt(string sql) => sql.Length <= SqlExcerptChars ? sql : $"{sql[..SqlExcerptChars]}… ({sql.Length:N0} characters)";
}
