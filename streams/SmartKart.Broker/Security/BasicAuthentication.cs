using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;
using SmartKart.Broker.Security.Sasl;

namespace SmartKart.Broker.Security;

/// <summary>HTTP's basic authentication (RFC 7617), with the same users as SASL: what clients of a schema registry send.</summary>
internal sealed class BasicAuthentication(SaslServer users)
{
    private const string Scheme = "Basic";

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (Credentials(context.Request.Headers.Authorization) is var (user, password))
        {
            if (users.Users.IsPassword(user, password, out _))
            {
                users.Succeeded(Scheme);
                await next(context);
                return;
            }
            await users.FailedAsync(Scheme, context.RequestAborted);
        }
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = "Basic realm=\"schema registry\", charset=\"UTF-8\"";
        // In the words of Confluent's registry: its clients look for error_code.
        await context.Response.WriteAsJsonAsync(new { error_code = 401, message = "Unauthorized: send the name and the password of a user of Broker:Registry:Sasl:Users" });
    }

    private static (string User, string Password)? Credentials(string? header)
    {
        if (!AuthenticationHeaderValue.TryParse(header, out var value) || !Scheme.Equals(value.Scheme, StringComparison.OrdinalIgnoreCase) || value.Parameter is null) return null;
        var bytes = new byte[value.Parameter.Length];
        if (!Convert.TryFromBase64String(value.Parameter, bytes, out var length)) return null;
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        return text.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0 ? (text[..colon], text[(colon + 1)..]) : null;
    }
}
