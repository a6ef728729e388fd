using System.Runtime.Intrinsics;
using Yagura.Decoding.Forms;
using Yagura.Decoding.Schema;
using Yagura.Decoding.Text;
using Yagura.Decoding.Times;
using Yagura.Events;

namespace Yagura.Decoding.Plans;

/// <summary>One field that a part fills, as it stands in a plan's list: enough for the values that need nothing more than a look.</summary>
/// <param name="Plan">All that is to be done.</param>
/// <param name="Slot">The field.</param>
/// <param name="Kind">Kind of a value that goes into the field as it stands when it looks like one; Absent when there is more to do.</param>
internal readonly record struct Target(TargetPlan Plan, int Slot, ValueKind Kind)
{
    /// <summary>Fills the field from a part. False when the value cannot be read as the field's type.</summary>
    /// <param name="value">The part's value.</param>
    /// <param name="line">The line.</param>
    /// <param name="parts">All parts.</param>
    public bool Apply(Slot value, Line line, Parts parts)
    {
        if (Kind == ValueKind.Absent || value.Kind == ValueKind.List)
            return Plan.Apply(value, line, parts);
        var target = line.Target;
        if (target.Has(Slot))
            return true;
        if (Kind == ValueKind.Text)
        {
            target.SetSlot(Slot, value with { Kind = ValueKind.Text });
            return true;
        }

        var bytes = target.Bytes(value);
        if (!(Kind == ValueKind.Integer ? Scan.IsInteger(bytes) && Scan.IdleZeros(bytes) == 0 : Scan.IsAddress(bytes)))
            return Plan.Apply(value, line, parts);
        target.SetSlot(Slot, Kind == ValueKind.Integer ? value with { Kind = ValueKind.Integer } : PlainAddress.Of(target, value with { Kind = ValueKind.Address }));
        return true;
    }
}

/// <summary>One field that a part fills, compiled: slot, type, table.</summary>
internal sealed class TargetPlan
{
    /// <summary>Bits of a row's count: a field collects at most <see cref="Parts.ListMax"/> values.</summary>
    private const int RowBits = 7;

    /// <summary>Most pieces of a value that is split.</summary>
    private const int PiecesMax = 512;

    /// <summary>The factor of seconds: ECS has durations in nanoseconds.</summary>
    private const long Nanoseconds = 1_000_000_000;

    public required int Slot { get; init; }

    public required FieldType Type { get; init; }

    public required bool IsList { get; init; }

    /// <summary>Whether what goes into the field is looked up; else the value goes as it is.</summary>
    public bool HasTable { get; init; }

    /// <summary>Where the values for an input stand in <see cref="Outputs"/> (<see cref="RowOf"/>).</summary>
    public KeyTable Table { get; init; }

    /// <summary>Values of all inputs.</summary>
    public Slot[] Outputs { get; init; } = [];

    /// <summary>Value for other inputs; absent for none.</summary>
    public Slot Otherwise { get; init; }

    public bool Lower { get; init; }

    /// <summary>What stands for a space; zero for nothing.</summary>
    public byte Spaces { get; init; }

    public bool Labels { get; init; }

    public bool Hex { get; init; }

    public bool Percent { get; init; }

    /// <summary>Whether it is the vendor's own key, in which an address stays as the device wrote it.</summary>
    public bool IsVendors { get; init; }

    /// <summary>What is taken out of a socket's address in hexadecimal.</summary>
    public SocketPart Socket { get; init; }

    public long Multiply { get; init; } = 1;

    public byte Split { get; init; }

    /// <summary>Hexadecimal digits of the field's algorithm when the field is a hash; 0 otherwise.</summary>
    public int HashDigits { get; init; }

    /// <summary>Whether the field is a hardware address: what is none stays under the vendor's key alone.</summary>
    public bool IsHardware { get; init; }

    public TimeFormat[] Formats { get; init; } = [];

    /// <summary>Whether a date without a zone is in UTC.</summary>
    public bool IsUtc { get; init; }

    public ConditionPlan[] When { get; init; } = [];

    /// <summary>Slot of <c>x.ip</c> and of <c>x.domain</c> when the field is <c>x.address</c>; -1 otherwise.</summary>
    public int IpSlot { get; init; } = -1;

    public int DomainSlot { get; init; } = -1;

    /// <summary>The kind of values that go into the field as they stand; Absent when there is none.</summary>
    public ValueKind PlainKind => IsList || HasTable || Lower || Spaces != 0 || Labels || Hex || Percent || Socket != SocketPart.None || (Split | HashDigits) != 0 || IsHardware || IpSlot >= 0 || When.Length > 0 || Multiply != 1 ? ValueKind.Absent : Type switch
    {
        FieldType.Keyword => ValueKind.Text,
        FieldType.Long => ValueKind.Integer,
        FieldType.Ip when !IsVendors => ValueKind.Address,
        _ => ValueKind.Absent,
    };

    /// <summary>Fills the field from a part. False when the value cannot be read as the field's type.</summary>
    public bool Apply(Slot value, Line line, Parts parts)
    {
        if (!ConditionPlan.All(When, parts) || (!IsList && line.Target.Has(Slot)))
            return true;
        if (value.Kind == ValueKind.List)
            return ApplyAll(line.Target.Elements(value), line);
        if (Split == 0)
            return ApplyOne(value, line);
        Span<Slot> pieces = stackalloc Slot[PiecesMax];
        return ApplyAll(pieces[..Pieces(Region.Of(line.Target, value), pieces)], line);
    }

    /// <summary>Several values: a field of one value becomes a list of those that are its own.</summary>
    private bool ApplyAll(ReadOnlySpan<Slot> values, Line line)
    {
        var all = true;
        Span<Slot> read = stackalloc Slot[Math.Min(Parts.ListMax, values.Length)];
        var count = 0;
        foreach (var value in values)
        {
            if (HasTable || IsList)
                all &= ApplyOne(value, line);
            else if (!IsMeant(value, line.Target, out var own))
                continue;
            else if (count < read.Length && TryConvert(own, line, out var converted))
                read[count++] = converted;
            else
                all = false;
        }

        if (count > 0)
        {
            line.Target.SetList(Slot, read[..count]);
            ApplyAddress(read[0], line.Target);
        }

        return all;
    }

    /// <summary>The texts between the signs at which a value is split, and how many.</summary>
    private int Pieces(Region text, Span<Slot> pieces)
    {
        var count = 0;
        for (var at = 0; at <= text.Length && count < pieces.Length;)
        {
            var stop = Scan.IndexOf(text.Bytes, at, Split);
            var end = stop < 0 ? text.Length : stop;
            var piece = text.Slice(at, end - at).Trim();
            if (!piece.IsEmpty)
                pieces[count++] = piece.Slot(ValueKind.Text);
            at = end + 1;
        }

        return count;
    }

    /// <summary>Whether a value is none of another algorithm or kind, that only stands under the same key.</summary>
    private bool IsMeant(Slot value, Event target, out Slot own)
    {
        own = HashDigits == 0 ? value : Hashes.WithoutColons(value, target);
        return (HashDigits == 0 || !Hashes.IsOther(target.Bytes(own), HashDigits)) && (!IsHardware || Derived.MacFields.MayBe(target.Bytes(own)));
    }

    private bool ApplyOne(Slot value, Line line)
    {
        if (!IsMeant(value, line.Target, out value))
            return true;
        if (Socket != SocketPart.None && !SocketAddress.TryRead(line.Target.Bytes(value), Socket, line.Target, out value))
            return false;
        if (Socket != SocketPart.None && value.Length == 0)
            return true;
        if (HasTable)
        {
            ApplyTable(value, line);
            return true;
        }

        if (!TryConvert(value, line, out var converted))
            return false;
        Fill.Value(line.Target, Slot, IsList, converted);
        ApplyAddress(converted, line.Target);
        return true;
    }

    private void ApplyTable(Slot value, Line line)
    {
        var row = Table.Find(line.Target.Bytes(value));
        if (row < 0)
        {
            if (Otherwise.Kind != ValueKind.Absent)
                Fill.Value(line.Target, Slot, IsList, Otherwise);
            return;
        }

        foreach (var output in Outputs.AsSpan(row >> RowBits, row & ((1 << RowBits) - 1)))
            Fill.Value(line.Target, Slot, IsList, output);
    }

    /// <summary>One number for the first of a row's values and their count.</summary>
    public static int RowOf(Rows values) => values.First << RowBits | values.Count;

    /// <summary>ECS: an address is copied to <c>.ip</c> or <c>.domain</c>, whichever it is.</summary>
    private void ApplyAddress(Slot value, Event target)
    {
        if (IpSlot < 0)
            return;
        var isIp = Scan.IsAddress(target.Bytes(value));
        var slot = isIp ? IpSlot : DomainSlot;
        if (!target.Has(slot))
            target.SetSlot(slot, isIp ? PlainAddress.Of(target, value with { Kind = ValueKind.Address }) : value with { Kind = ValueKind.Text });
    }

    private bool TryConvert(Slot value, Line line, out Slot converted)
    {
        var text = Region.Of(line.Target, value);
        if (Type != FieldType.Keyword)
            text = text.Trim();
        var bytes = text.Bytes;
        converted = text.Slot(KindOf(Type));
        switch (Type)
        {
            case FieldType.Keyword:
                if (Labels && bytes.StartsWith("("u8))
                    converted = Unescape.DnsLabels(bytes, line.Target);
                else if (Hex && IsHex(text, line.Target))
                    converted = Unescape.Hex(bytes, line.Target);
                else if (Percent && bytes.Contains((byte)'%'))
                    converted = Unescape.Percent(text, line.Target);
                else if (Lower && bytes.ContainsAnyInRange((byte)'A', (byte)'Z'))
                    converted = Lowered(bytes, line.Target);
                else if (Spaces != 0 && bytes.Contains(Spaces))
                    converted = Spaced(bytes, line.Target);
                return true;
            case FieldType.Long:
                return TryLong(bytes, line.Target, ref converted);
            case FieldType.Float:
                return Scan.IsDecimal(bytes);
            case FieldType.Ip:
                if (!Scan.IsAddress(bytes))
                    return false;
                converted = IsVendors ? converted : PlainAddress.Of(line.Target, converted);
                return true;
            case FieldType.Boolean:
                return TryBoolean(bytes, line.Target, out converted);
            default:
                foreach (var format in Formats)
                {
                    if (!format.TryRead(bytes, out var wall))
                        continue;
                    wall.HasZone |= IsUtc;
                    if (!line.Clock.TryResolve(wall, line.Received, out var ticks))
                        continue;
                    converted = line.Instant(ticks);
                    return true;
                }

                return false;
        }
    }

    private bool TryLong(ReadOnlySpan<byte> bytes, Event target, ref Slot converted)
    {
        if (bytes.Length > 2 && bytes[0] == '0' && (bytes[1] | 0x20) == 'x')
            return TryHex(bytes[2..], target, ref converted);
        if (Multiply == 1)
        {
            var zeros = Scan.IdleZeros(bytes);
            converted = converted.Slice(zeros, bytes.Length - zeros);
            return Scan.IsInteger(bytes);
        }

        var isNumber = System.Buffers.Text.Utf8Parser.TryParse(bytes, out double number, out var used) && used == bytes.Length;
        if (!isNumber && !(Multiply == Nanoseconds && ClockDuration.TrySeconds(bytes, out number)))
            return false;
        if (Math.Abs(number * Multiply) > 9e18)
            return false;
        Span<byte> text = stackalloc byte[24];
        System.Buffers.Text.Utf8Formatter.TryFormat((long)Math.Round(number * Multiply), text, out var written);
        converted = target.Copy(text[..written], ValueKind.Integer);
        return true;
    }

    /// <summary>Windows writes process ids as <c>0x1a4</c>; ECS has numbers.</summary>
    private static bool TryHex(ReadOnlySpan<byte> digits, Event target, ref Slot converted)
    {
        if (!System.Buffers.Text.Utf8Parser.TryParse(digits, out long number, out var used, 'x') || used != digits.Length || number < 0)
            return false;
        Span<byte> text = stackalloc byte[24];
        System.Buffers.Text.Utf8Formatter.TryFormat(number, text, out var written);
        converted = target.Copy(text[..written], ValueKind.Integer);
        return true;
    }

    private static bool TryBoolean(ReadOnlySpan<byte> bytes, Event target, out Slot converted)
    {
        var isTrue = bytes is [(byte)'1'] || Scan.EqualsIgnoreCase(bytes, "true"u8) || Scan.EqualsIgnoreCase(bytes, "yes"u8);
        var isFalse = bytes is [(byte)'0'] || Scan.EqualsIgnoreCase(bytes, "false"u8) || Scan.EqualsIgnoreCase(bytes, "no"u8);
        converted = isTrue || isFalse ? target.Copy(isTrue ? "true"u8 : "false"u8, ValueKind.Boolean) : default;
        return isTrue || isFalse;
    }

    /// <summary>Audit quotes what it can write as it is; what stands without quotes is pairs of hexadecimal digits, in capitals: <c>dd</c>, which ausearch does not quote, is a name.</summary>
    private static bool IsHex(Region text, Event target)
    {
        if (text.Length < 2 || text.Length % 2 != 0 || (text.Offset > 0 && target.Bytes(new Slot(text.Offset - 1, 1, ValueKind.Text, text.Room)) is [(byte)'"']))
            return false;
        foreach (var value in text.Bytes)
        {
            if (!Scan.IsHex(value) || value >= 'a')
                return false;
        }

        return true;
    }

    private Slot Spaced(ReadOnlySpan<byte> bytes, Event target)
    {
        bytes.Replace(target.Reserve(bytes.Length), Spaces, (byte)' ');
        return target.Keep(bytes.Length, ValueKind.Text);
    }

    private static Slot Lowered(ReadOnlySpan<byte> bytes, Event target)
    {
        var room = target.Reserve(bytes.Length);
        var at = 0;
        for (; Vector256.IsHardwareAccelerated && at <= bytes.Length - Vector256<byte>.Count; at += Vector256<byte>.Count)
        {
            var block = Vector256.Create(bytes[at..]);
            var capitals = Vector256.LessThanOrEqual(block - Vector256.Create((byte)'A'), Vector256.Create((byte)('Z' - 'A')));
            (block | (capitals & Vector256.Create((byte)0x20))).CopyTo(room[at..]);
        }

        for (; at < bytes.Length; at++)
            room[at] = bytes[at] is >= (byte)'A' and <= (byte)'Z' ? (byte)(bytes[at] | 0x20) : bytes[at];
        return target.Keep(bytes.Length, ValueKind.Text);
    }

    public static ValueKind KindOf(FieldType type) => type switch
    {
        FieldType.Long => ValueKind.Integer,
        FieldType.Float => ValueKind.Decimal,
        FieldType.Ip => ValueKind.Address,
        FieldType.Boolean => ValueKind.Boolean,
        FieldType.Date => ValueKind.Instant,
        _ => ValueKind.Text,
    };
}
