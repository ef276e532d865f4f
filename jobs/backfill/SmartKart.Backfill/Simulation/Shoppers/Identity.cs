using System.Security.Cryptography;
using System.Text;
using SmartKart.Schemas.Events;

namespace SmartKart.Backfill.Simulation.Shoppers;

/// <summary>Who somebody seems to be: all that events say of a person, and all that a thief may borrow of another.</summary>
internal sealed record Identity
{
    // The key of the address hashes: any fixed one does, since the addresses are made up.
    private static readonly byte[] AddressKey = Encoding.UTF8.GetBytes("simulated addresses");

    internal required string UserId { get; init; }
    internal required DeviceType Device { get; init; }
    internal required string DeviceId { get; init; }

    /// <summary>In a range that RFC 5737 or RFC 3849 reserves for examples.</summary>
    internal required string NetworkAddress { get; init; }
    internal required string NetworkCountry { get; init; }
    internal required string Country { get; init; }
    internal required Card Card { get; init; }
    internal required string ShippingAddress { get; init; }
    internal required string BillingAddress { get; init; }

    /// <summary>Null for a guest.</summary>
    internal DateTimeOffset? AccountCreatedAt { get; init; }

    internal string ShippingAddressHash => _shippingHash ??= Hash(ShippingAddress);
    internal string BillingAddressHash => BillingAddress == ShippingAddress ? ShippingAddressHash : _billingHash ??= Hash(BillingAddress);

    // Most visits end without an order: an address is hashed when one is placed. A copy by with may have other addresses, and so keeps none.
    private string? _shippingHash;
    private string? _billingHash;

    private Identity(Identity other)
    {
        (UserId, Device, DeviceId, NetworkAddress, NetworkCountry) = (other.UserId, other.Device, other.DeviceId, other.NetworkAddress, other.NetworkCountry);
        (Country, Card, ShippingAddress, BillingAddress, AccountCreatedAt) =
            (other.Country, other.Card, other.ShippingAddress, other.BillingAddress, other.AccountCreatedAt);
    }

    private static string Hash(string address) => Convert.ToHexStringLower(HMACSHA256.HashData(AddressKey, Encoding.UTF8.GetBytes(address)));
}

/// <summary>A payment card.</summary>
/// <param name="Fingerprint">The provider's token of it.</param>
/// <param name="Country">Where its bank is.</param>
internal sealed record Card(string Fingerprint, string Country);

/// <summary>Draws what identities consist of.</summary>
internal static class Identities
{
    private static readonly string[] Countries = ["GB", "IE", "FR", "DE", "NL", "US"];
    private static readonly int[] CountryShares = [86, 4, 3, 3, 2, 2];
    private static readonly string[] FarCountries = ["US", "BR", "NG", "VN", "RO", "ID", "TR", "MX"];
    private static readonly DeviceType[] Devices = [DeviceType.Mobile, DeviceType.Desktop, DeviceType.App, DeviceType.Tablet];
    private static readonly int[] DeviceShares = [50, 28, 15, 7];
    private static readonly int[] LaterDeviceShares = [20, 15, 60, 5];
    private static readonly string[] ExampleNetworks = ["192.0.2", "198.51.100", "203.0.113"];

    internal static string Country(Chance chance) => Countries[chance.Weighted(CountryShares)];

    internal static string FarCountry(Chance chance) => chance.OneOf<string>(FarCountries);

    internal static DeviceType Device(Chance chance, bool isDrifted) => Devices[chance.Weighted(isDrifted ? LaterDeviceShares : DeviceShares)];

    internal static Card Card(Chance chance, string country) => new($"card-{chance.Below(int.MaxValue):x8}{chance.Below(int.MaxValue):x8}", country);

    /// <summary>An address of a home, or of one of the few that many share behind a provider's translator.</summary>
    internal static string Network(Chance chance) => chance.Happens(0.4)
        ? $"{chance.OneOf<string>(ExampleNetworks)}.{chance.Between(1, 254)}"
        : $"2001:db8:{chance.Below(0x10000):x}:{chance.Below(0x10000):x}::1";

    internal static string Address(Chance chance, string country) => $"{country} {chance.Below(int.MaxValue)}/{chance.Below(int.MaxValue)}";
}
