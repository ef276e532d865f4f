using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace SmartKart.Training.Interactions;

/// <summary>Tells one history from any other, as far as training can: users, products with their texts, who did what when, and what was shown.</summary>
internal static class LogFingerprint
{
    /// <returns>64 hexadecimal digits.</returns>
    public static string Of(InteractionLog log)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (user, item, at) in log.Rows) hash.AppendData(MemoryMarshal.AsBytes<long>([user, item, at]));
        for (var user = 0; user < log.Users; user++) Add(log.UserOf(user));
        for (var item = 0; item < log.Products.Count; item++)
        {
            Add(log.Products[item]);
            if (log.Texts?[item] is { } text) Add($"{text.Name}\n{text.Description}\n{text.Brand}\n{string.Join('\n', text.Categories)}");
        }
        foreach (var (at, item, position, isClicked) in log.Impressions.Span)
            hash.AppendData(MemoryMarshal.AsBytes<long>([at, item, position, isClicked ? 1 : 0]));
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        // A zero ends each text, so that none runs into the next.
        void Add(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + '\0'));
    }
}
