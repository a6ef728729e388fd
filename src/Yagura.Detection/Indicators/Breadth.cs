using System.Collections.Frozen;
using System.Text;

namespace Yagura.Detection.Indicators;

/// <summary>Says of a value why it would match what nobody means: half the internet, an institution's own network, every customer of a registry.</summary>
internal static class Breadth
{
    /// <summary>Shortest blocks that are taken without <c>allow: wide</c>, and with it.</summary>
    private const int V4BitsMin = 16, V4BitsAllowedMin = 8, V6BitsMin = 32, V6BitsAllowedMin = 20;

    // RFC 6890: private, shared, loopback, link-local, multicast, reserved. The documentation blocks are free.
    private static readonly byte[][] Own =
    [
        Block("0.0.0.0/8"), Block("10.0.0.0/8"), Block("100.64.0.0/10"), Block("127.0.0.0/8"), Block("169.254.0.0/16"), Block("172.16.0.0/12"), Block("192.168.0.0/16"), Block("224.0.0.0/3"),
        Block("::/127"), Block("fc00::/7"), Block("fe80::/10"), Block("ff00::/8"),
    ];

    private static readonly FrozenSet<string> OwnDomains = new[] { "local", "localhost", "internal", "lan", "home", "corp", "arpa", "localdomain", "intranet" }.ToFrozenSet(StringComparer.Ordinal);

    // Hashes of nothing: every empty file has them.
    private static readonly FrozenSet<string> Empty = new[]
    {
        "d41d8cd98f00b204e9800998ecf8427e", "da39a3ee5e6b4b0d3255bfef95601890afd80709", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Why a value is not taken; null when it is.</summary>
    public static string? Objection(IndicatorKind kind, ReadOnlySpan<byte> key, IndicatorAllowance allow) => kind switch
    {
        IndicatorKind.Address => OfAddress(key, key.Length * 8, allow),
        IndicatorKind.Network => OfNetwork(key, allow),
        IndicatorKind.Domain => OfDomain(key, allow),
        IndicatorKind.Hash => OfHash(key),
        _ => null,
    };

    private static string? OfNetwork(ReadOnlySpan<byte> key, IndicatorAllowance allow)
    {
        var (bits, isV4) = (key[^1], key.Length == 5);
        var (allowed, free) = isV4 ? (V4BitsAllowedMin, V4BitsMin) : (V6BitsAllowedMin, V6BitsMin);
        if (bits < allowed)
            return $"a block of /{bits} is too wide: at least /{allowed}";
        if (bits < free && !allow.HasFlag(IndicatorAllowance.Wide))
            return $"a block of /{bits} is wide: at least /{free}, or allow: wide in the file's head";
        return OfAddress(key[..^1], bits, allow);
    }

    private static string? OfAddress(ReadOnlySpan<byte> address, int bits, IndicatorAllowance allow)
    {
        if (allow.HasFlag(IndicatorAllowance.Private))
            return null;
        foreach (var block in Own)
        {
            if (block.Length == address.Length + 1 && Overlaps(block, address, bits))
                return $"it lies in {AddressKey.NetworkText(block)}, which is private or reserved: allow: private in the file's head takes it";
        }

        return null;
    }

    private static bool Overlaps(ReadOnlySpan<byte> block, ReadOnlySpan<byte> address, int bits)
    {
        Span<byte> masked = stackalloc byte[AddressKey.BytesMax];
        Span<byte> other = stackalloc byte[AddressKey.BytesMax];
        var common = Math.Min(block[^1], bits);
        address.CopyTo(masked);
        block[..^1].CopyTo(other);
        AddressKey.Clear(masked[..address.Length], common);
        AddressKey.Clear(other[..address.Length], common);
        return masked[..address.Length].SequenceEqual(other[..address.Length]);
    }

    private static string? OfDomain(ReadOnlySpan<byte> key, IndicatorAllowance allow)
    {
        var name = Encoding.ASCII.GetString(key);
        var dot = name.LastIndexOf('.');
        if (OwnDomains.Contains(name[(dot + 1)..]))
            return allow.HasFlag(IndicatorAllowance.Private) && dot > 0 ? null : "it is a name of private networks: allow: private in the file's head takes it";
        if (dot < 0)
            return "a whole top-level domain is too wide";
        if (PublicSuffixes.IsRegistry(name))
            return "it is a public suffix: everybody registers below it";
        return PublicSuffixes.IsHosting(name) && !allow.HasFlag(IndicatorAllowance.Wide)
            ? "unrelated customers stand below it: name the one host, or allow: wide in the file's head"
            : null;
    }

    private static string? OfHash(ReadOnlySpan<byte> key) =>
        key.IndexOfAnyExcept((byte)0) < 0 ? "a hash of zeros is none" : Empty.Contains(Convert.ToHexStringLower(key)) ? "it is the hash of an empty file" : null;

    private static byte[] Block(string text)
    {
        Span<byte> key = stackalloc byte[AddressKey.BytesMax + 1];
        return key[..AddressKey.WriteNetwork(Encoding.ASCII.GetBytes(text), key)].ToArray();
    }
}

/// <summary>What a file's head allows beyond what is taken from everybody.</summary>
[Flags]
internal enum IndicatorAllowance
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Private and reserved addresses and names.</summary>
    Private = 1,

    /// <summary>Wide blocks and domains of hosting services.</summary>
    Wide = 2,
}
