using System.Buffers.Text;
using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding.Derived;

/// <summary>Writes what was asked as ECS wants it, whatever a resolver writes: the name without the root's point, type and answer's code by their names in IANA's registry (RFC 6895).
/// Fills <c>dns.resolved_ip</c> with the addresses among <c>dns.answers.data</c> when no decoder set it: ECS wants every address that a name was resolved to in one place.</summary>
internal sealed class DnsFields(EventLayout layout)
{
    /// <summary>The fields, in the order in which they are numbered below.</summary>
    public static readonly string[] Names = ["dns.answers.data", "dns.resolved_ip", "dns.question.name", "dns.question.type", "dns.response_code"];

    /// <summary>Those that are read.</summary>
    public static readonly string[] Asked = ["dns.answers.data", "dns.question.name", "dns.question.type", "dns.response_code"];

    private readonly int[] slots = [.. Names.Select(layout.Find)];

    /// <summary>Rewrites the question and fills what is empty.</summary>
    public void Fill(Event target)
    {
        WithoutRoot(target, slots[2]);
        Named(target, slots[3], isType: true);
        Named(target, slots[4], isType: false);
        FillResolved(target);
    }

    private static void WithoutRoot(Event target, int slot)
    {
        var name = target.Value(slot);
        if (name.Kind == ValueKind.Text && name.Length > 1 && target.Bytes(name)[^1] == '.' && target.Bytes(name)[^2] != '.')
            target.SetSlot(slot, name with { Length = name.Length - 1 });
    }

    private static void Named(Event target, int slot, bool isType)
    {
        var value = target.Value(slot);
        if (value.Kind != ValueKind.Text)
            return;
        var text = target.Bytes(value);
        if (isType && text.StartsWith("TYPE"u8))
            text = text[4..];
        if (!Utf8Parser.TryParse(text, out ushort number, out var used) || used != text.Length)
            return;
        var name = isType ? TypeName(number) : CodeName(number);
        if (!name.IsEmpty)
            target.SetSlot(slot, target.Copy(name, ValueKind.Text));
    }

    private static ReadOnlySpan<byte> TypeName(int number) => number switch
    {
        1 => "A"u8,
        2 => "NS"u8,
        5 => "CNAME"u8,
        6 => "SOA"u8,
        12 => "PTR"u8,
        13 => "HINFO"u8,
        15 => "MX"u8,
        16 => "TXT"u8,
        28 => "AAAA"u8,
        33 => "SRV"u8,
        35 => "NAPTR"u8,
        39 => "DNAME"u8,
        43 => "DS"u8,
        46 => "RRSIG"u8,
        47 => "NSEC"u8,
        48 => "DNSKEY"u8,
        50 => "NSEC3"u8,
        51 => "NSEC3PARAM"u8,
        52 => "TLSA"u8,
        64 => "SVCB"u8,
        65 => "HTTPS"u8,
        99 => "SPF"u8,
        249 => "TKEY"u8,
        250 => "TSIG"u8,
        251 => "IXFR"u8,
        252 => "AXFR"u8,
        255 => "ANY"u8,
        257 => "CAA"u8,
        _ => default,
    };

    private static ReadOnlySpan<byte> CodeName(int number) => number switch
    {
        0 => "NOERROR"u8,
        1 => "FORMERR"u8,
        2 => "SERVFAIL"u8,
        3 => "NXDOMAIN"u8,
        4 => "NOTIMP"u8,
        5 => "REFUSED"u8,
        6 => "YXDOMAIN"u8,
        7 => "YXRRSET"u8,
        8 => "NXRRSET"u8,
        9 => "NOTAUTH"u8,
        10 => "NOTZONE"u8,
        _ => default,
    };

    private void FillResolved(Event target)
    {
        var answers = target.Value(slots[0]);
        if (answers.Kind == ValueKind.Absent || target.Has(slots[1]))
            return;
        Span<Slot> found = stackalloc Slot[Forms.Parts.ListMax];
        var count = 0;
        if (answers.Kind != ValueKind.List)
            Add(target, answers, found, ref count);
        for (var i = 0; i < target.Elements(answers).Length; i++)
            Add(target, target.Elements(answers)[i], found, ref count);
        target.SetList(slots[1], found[..count]);
    }

    private static void Add(Event target, Slot answer, Span<Slot> found, ref int count)
    {
        if (count < found.Length && answer.Kind is ValueKind.Text or ValueKind.Address && Scan.IsAddress(target.Bytes(answer)))
            found[count++] = PlainAddress.Of(target, answer with { Kind = ValueKind.Address });
    }
}
