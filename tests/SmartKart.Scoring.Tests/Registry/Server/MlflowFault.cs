using System.Text;
using System.Text.Json.Nodes;

namespace SmartKart.Scoring.Tests.Registry.Server;

/// <summary>An answer that is MLflow's error JSON.</summary>
internal sealed class MlflowFault(int status, string code, string message) : Exception(message)
{
    public int Status => status;

    public static MlflowFault Invalid(string message) => new(400, "INVALID_PARAMETER_VALUE", message);

    public static MlflowFault NotFound(string what) => new(404, "RESOURCE_DOES_NOT_EXIST", $"{what} not found");

    public static MlflowFault Exists(string what) => new(400, "RESOURCE_ALREADY_EXISTS", $"{what} already exists.");

    public byte[] Body() => Encoding.UTF8.GetBytes(new JsonObject { ["error_code"] = code, ["message"] = Message }.ToJsonString());
}
