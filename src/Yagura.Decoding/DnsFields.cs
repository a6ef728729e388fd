using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding;

/// <summary>Fills <c>dns.resolved_ip</c> with the addresses among <c>dns.answers.data</c> when no decoder set it: ECS wants every address that a name was resolved to in one place.</summary>
internal sealed class DnsFields(EventLayout layout)
{
    /// <summary>The fields, in the order in which they are numbered below.</summary>
    public static readonly string[] Names = ["dns.answers.data", "dns.resolved_ip"];

    private readonly int[] slots = [.. Names.Select(layout.Find)];

    /// <summary>Fills what is empty.</summary>
    public void Fill(Event target)
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
