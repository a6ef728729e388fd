using System.Buffers;
using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding.Derived;

/// <summary>Takes a name that a directory writes with its domain apart, <c>EXAMPLE\hanako</c>: ECS has a field for either, and who looks for a user knows one name.</summary>
/// <remarks>A domain that the decoder set stays. What has no single run of backslashes between two parts, or a sign that no NetBIOS name has before it, stays as it is: paths, distinguished names, escaped characters.</remarks>
internal sealed class UserFields(EventLayout layout)
{
    /// <summary>Names and their domains, in turn.</summary>
    public static readonly string[] Names =
    [
        "user.name", "user.domain", "source.user.name", "source.user.domain", "destination.user.name", "destination.user.domain", "client.user.name", "client.user.domain",
        "server.user.name", "server.user.domain", "user.target.name", "user.target.domain", "user.effective.name", "user.effective.domain",
    ];

    /// <summary>Those that are read.</summary>
    public static readonly string[] Asked = [.. Names.Where(name => name.EndsWith(".name", StringComparison.Ordinal))];

    /// <summary>Longest domain, in bytes.</summary>
    private const int DomainMax = 64;

    /// <summary>Signs that stand in no domain's short name.</summary>
    private static readonly SearchValues<byte> Foreign = SearchValues.Create(":/*?\"<>|@=,"u8);

    private readonly int[] slots = [.. Names.Select(layout.Find)];

    /// <summary>Parts those that are there.</summary>
    public void Fill(Event target)
    {
        for (var i = 0; i < slots.Length; i += 2)
        {
            var value = target.Value(slots[i]);
            if (value.Kind == ValueKind.Text)
                Part(target, i, Region.Of(target, value));
        }
    }

    private void Part(Event target, int i, Region text)
    {
        var at = text.Bytes.IndexOf((byte)'\\');
        if (at <= 0)
            return;
        var rest = text.Bytes[at..].IndexOfAnyExcept((byte)'\\');
        if (rest < 0)
            return;
        var domain = text.Slice(0, at);
        var name = text.Slice(at + rest);
        if (domain.Length > DomainMax || domain.Bytes.ContainsAny(Foreign) || name.Bytes.Contains((byte)'\\') || name.Bytes[0] is (byte)',' or (byte)' ' || IsOctal(name.Bytes))
            return;
        target.SetSlot(slots[i], name.Slot(ValueKind.Text));
        // a point stands for the machine itself
        if (!target.Has(slots[i + 1]) && !domain.Bytes.SequenceEqual("."u8))
            target.SetSlot(slots[i + 1], domain.Slot(ValueKind.Text));
    }

    /// <summary>Whether it is what daemons write of a byte that cannot be printed, <c>\015</c>.</summary>
    private static bool IsOctal(ReadOnlySpan<byte> text) => text.Length == 3 && text.IndexOfAnyExceptInRange((byte)'0', (byte)'7') < 0;
}
