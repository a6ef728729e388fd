using System.Buffers.Text;
using Yagura.Events;

namespace Yagura.Decoding.Derived;

/// <summary>Fills what ECS says of both ends of a flow: <c>network.type</c> is that of its two addresses, <c>network.bytes</c> and <c>network.packets</c> are the sums of what each end sent, when no decoder set them.</summary>
internal sealed class FlowFields(EventLayout layout)
{
    /// <summary>The fields, in the order in which they are numbered below.</summary>
    public static readonly string[] Names = ["source.ip", "destination.ip", "network.type", "source.bytes", "destination.bytes", "network.bytes", "source.packets", "destination.packets", "network.packets"];

    /// <summary>Those of which one is read always.</summary>
    public static readonly string[] Asked = ["source.ip", "source.bytes", "source.packets"];

    private readonly int[] slots = [.. Names.Select(layout.Find)];
    private readonly Slot ipv4 = layout.Constant("ipv4"u8, ValueKind.Text);
    private readonly Slot ipv6 = layout.Constant("ipv6"u8, ValueKind.Text);

    /// <summary>Fills what is empty.</summary>
    public void Fill(Event target)
    {
        FillType(target);
        FillSum(target, slots[3], slots[4], slots[5]);
        FillSum(target, slots[6], slots[7], slots[8]);
    }

    private void FillType(Event target)
    {
        var (source, destination) = (target.Value(slots[0]), target.Value(slots[1]));
        if (source.Kind != ValueKind.Address || destination.Kind != ValueKind.Address || target.Has(slots[2]))
            return;
        var isSix = IsSix(target, source);
        if (isSix == IsSix(target, destination))
            target.SetSlot(slots[2], isSix ? ipv6 : ipv4);
    }

    private static bool IsSix(Event target, Slot address) => target.Bytes(address).Contains((byte)':');

    private static void FillSum(Event target, int one, int other, int sum)
    {
        if (target.Has(one) && target.Has(other) && !target.Has(sum) && TryCount(target.Bytes(one), out var a) && TryCount(target.Bytes(other), out var b) && a <= long.MaxValue - b)
            target.SetInteger(sum, a + b);
    }

    private static bool TryCount(ReadOnlySpan<byte> text, out long count) => Utf8Parser.TryParse(text, out count, out var read) && read == text.Length && count >= 0;
}
