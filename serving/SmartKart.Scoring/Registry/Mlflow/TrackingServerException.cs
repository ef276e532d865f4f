using System.Net;

namespace SmartKart.Scoring.Registry;

/// <summary>A tracking server didn't do what it was asked: it can't be reached, it refused, or its answer isn't MLflow's.</summary>
public sealed class TrackingServerException : RegistryException
{
    private const string NotFound = "RESOURCE_DOES_NOT_EXIST", AlreadyExists = "RESOURCE_ALREADY_EXISTS";

    internal TrackingServerException(Uri server, string purpose, TrackingReply reply, int attempts)
        : base(Say(server, purpose, reply, attempts), reply.Failure) =>
        (Server, Status, ErrorCode) = (server, reply.Failure is null ? reply.Status : null, reply.ErrorCode);

    /// <summary>Which server.</summary>
    public Uri Server { get; }

    /// <summary>What it answered; null where it didn't.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>MLflow's own word for it, such as <c>RESOURCE_DOES_NOT_EXIST</c>; empty where the answer had none.</summary>
    public string ErrorCode { get; }

    /// <summary>Whether MLflow itself says that the thing isn't there: not that there is no such path.</summary>
    public bool IsNotFound => ErrorCode == NotFound;

    /// <summary>Whether the thing is there already.</summary>
    public bool IsAlreadyThere => ErrorCode == AlreadyExists;

    private static string Say(Uri server, string purpose, TrackingReply reply, int attempts)
    {
        var what = $"{server} did not {purpose}";
        var tried = attempts > 1 ? $" after {attempts} attempts" : "";
        if (reply.Failure is { } failure && reply.Status == 0)
            return $"{what}: it can't be reached{tried} ({failure.Message.TrimEnd('.')}). Start the tracking server, or set Mlflow:TrackingUri to where it is.";
        if (reply.Failure is { } unreadable)
            return $"{what}: its answer isn't MLflow's ({unreadable.Message.TrimEnd('.')}). Set Mlflow:TrackingUri to the tracking server itself.";
        var said = reply.Message.Length > 0 ? $": {reply.Message.TrimEnd('.')}" : "";
        return (int)reply.Status switch
        {
            401 => $"{what}{said}. It wants other credentials: set Mlflow:Token, or Mlflow:Username and Mlflow:Password.",
            403 => $"{what}{said}. These credentials may not: have them given the permission, or set others " +
                "(Mlflow:Token, or Mlflow:Username and Mlflow:Password).",
            >= 300 and < 400 => $"{what}: it sends callers elsewhere (HTTP {(int)reply.Status}). " +
                "Set Mlflow:TrackingUri to that address, or credentials if it is a login page.",
            404 when reply.ErrorCode.Length == 0 =>
                $"{what}: nothing is there (HTTP 404). Check Mlflow:TrackingUri; " +
                "the server must be MLflow 2.3 or newer and serve artifacts (mlflow server --serve-artifacts).",
            404 => $"{what}{said}. Check the name, and that nobody deleted it.",
            429 or >= 500 => $"{what}{tried} (HTTP {(int)reply.Status}){said}. Try again later, and see the server's log.",
            _ when reply.ErrorCode == AlreadyExists => $"{what}{said}. Choose another name, or delete what has it.",
            _ => $"{what} (HTTP {(int)reply.Status} {reply.ErrorCode}){said}. See the server's log.",
        };
    }
}
