using System.Buffers;
using Yagura.Decoding.Derived;
using Yagura.Decoding.Forms;
using Yagura.Decoding.Text;
using Yagura.Events;

namespace Yagura.Decoding.Sentences;

/// <summary>The values of a sentence: each is put into the parts under its key, and addresses, hosts, users and the sides of a connection are remembered.</summary>
internal sealed class SentenceValues
{
    /// <summary>Longest key, in bytes.</summary>
    public const int KeyMax = 32;

    /// <summary>Digits of a user's number; a longer one may be a name: students sign in with theirs.</summary>
    private const int NumberMax = 5;

    /// <summary>Bytes that part an address from its port, the length of its net or its zone.</summary>
    private static readonly SearchValues<byte> SocketCuts = SearchValues.Create(":/#%+"u8);

    private Parts parts = new(0);
    private Side side;
    private Slot mentioned;

    /// <summary>Addresses, hosts and users of the sentence, a list or one value each.</summary>
    public Slot Addresses { get; private set; }

    public Slot Hosts { get; private set; }

    public Slot Users { get; private set; }

    /// <summary>Where something came from and went to, as far as "from" and "to" say it.</summary>
    public Slot Source { get; private set; }

    public Slot SourcePort { get; private set; }

    public Slot Destination { get; private set; }

    public Slot DestinationPort { get; private set; }

    /// <summary>The first interface and the first hardware address of a station.</summary>
    public Slot Interface { get; private set; }

    public Slot Hardware { get; private set; }

    /// <summary>The first user.</summary>
    public Slot User { get; private set; }

    /// <summary>Forgets all values.</summary>
    public void Clear() => Addresses = Hosts = Users = Source = SourcePort = Destination = DestinationPort = Interface = Hardware = User = mentioned = default;

    /// <summary>Says where keys go.</summary>
    public void Into(Parts into) => parts = into;

    /// <summary>Ends a part of a sentence: a port that follows belongs to nothing before.</summary>
    public void EndPart() => side = Side.None;

    /// <summary>What had no noun of its own.</summary>
    public void PutMentioned()
    {
        if (mentioned.Kind != ValueKind.Absent)
            _ = parts.TryPutNew("mentioned"u8, mentioned);
    }

    /// <summary>An arrow stands behind the only address so far.</summary>
    public void MakeOnlyAddressSource()
    {
        if (Source.Kind == ValueKind.Absent && Addresses.Kind == ValueKind.Address)
            Source = Addresses;
    }

    /// <summary>Takes a value: as what it looks like, and under its key.</summary>
    public void Take(Region value, WordKind kind, ReadOnlySpan<byte> key, WordRole role)
    {
        var isPort = Scan.EqualsIgnoreCase(key, "port"u8);
        switch (kind)
        {
            case WordKind.Address:
                Address(value, role);
                break;
            case WordKind.Host:
                Hosts = With(Hosts, value.Slot(ValueKind.Text));
                break;
            case WordKind.Account:
                Person(value.Slice(value.Bytes.IndexOf((byte)'\\') + 1));
                break;
            case WordKind.Number when isPort:
                Port(value);
                break;
            case WordKind.Code or WordKind.Mail when TakesApart(value, key, role):
                return;
            default:
                if (role == WordRole.User || (role == WordRole.For && kind == WordKind.Plain))
                    Person(value);
                else if (Interface.Kind == ValueKind.Absent && SentenceWords.IsInterface(key))
                    Interface = value.Slot(ValueKind.Text);
                else if (Hardware.Kind == ValueKind.Absent && kind == WordKind.Code && MacFields.IsHardware(value.Bytes) && SentenceWords.IsStation(key))
                    Hardware = value.Slot(ValueKind.Text);
                break;
        }

        Put(key, value.Slot(ValueKind.Text));
    }

    private void Address(Region value, WordRole role)
    {
        var slot = value.Slot(ValueKind.Address);
        Addresses = With(Addresses, slot);
        side = role switch { WordRole.From => Side.Source, WordRole.To => Side.Destination, _ => Side.None };
        if (side == Side.Source && Source.Kind == ValueKind.Absent)
            Source = slot;
        else if (side == Side.Destination && Destination.Kind == ValueKind.Absent)
            Destination = slot;
        else
            side = Side.None;
    }

    /// <summary>A port, of the address that was spoken of last if that one is a side of a connection.</summary>
    public void Port(Region value)
    {
        if (side == Side.Source && SourcePort.Kind == ValueKind.Absent)
            SourcePort = value.Slot(ValueKind.Integer);
        else if (side == Side.Destination && DestinationPort.Kind == ValueKind.Absent)
            DestinationPort = value.Slot(ValueKind.Integer);
        side = Side.None;
    }

    private void Person(Region value)
    {
        if (value.IsEmpty || SentenceWords.IsNobody(value.Bytes) || (value.Length <= NumberMax && Scan.AllDigits(value.Bytes)))
            return;
        var slot = value.Slot(ValueKind.Text);
        Users = With(Users, slot);
        if (User.Kind == ValueKind.Absent)
            User = slot;
    }

    /// <summary>Words that join several things: <c>192.0.2.1:443</c>, <c>192.0.2.1/443</c>, <c>hanako/192.0.2.1:443</c>, <c>hanako@192.0.2.1</c>, <c>tcp/443</c>, <c>:443</c> behind a bracket.</summary>
    private bool TakesApart(Region value, ReadOnlySpan<byte> key, WordRole role)
    {
        var bytes = value.Bytes;
        if (bytes[0] == ':' && Scan.IsInteger(bytes[1..]))
            return TakesPort(value.Slice(1));
        if (TakesSocket(value, key, role))
            return true;
        var named = bytes.IndexOf((byte)':');
        var join = named > 0 && TakesSocket(value.Slice(named + 1), key, role) ? named : bytes.LastIndexOfAny((byte)'/', (byte)'@');
        if (join <= 0 || join + 1 == bytes.Length)
            return false;
        if (join == named || TakesSocket(value.Slice(join + 1), key, role))
        {
            if (bytes[join] == '@')
                Person(value.Slice(0, join));
            Mention(value.Slice(0, join).Slot(ValueKind.Text));
            return true;
        }

        return Scan.IsInteger(bytes[(join + 1)..]) && (Scan.EqualsIgnoreCase(bytes[..join], "tcp"u8) || Scan.EqualsIgnoreCase(bytes[..join], "udp"u8)) && TakesPort(value.Slice(join + 1));
    }

    /// <summary>An address with a port, a zone or the length of a net.</summary>
    private bool TakesSocket(Region value, ReadOnlySpan<byte> key, WordRole role)
    {
        var bytes = value.Bytes;
        var isWhole = Scan.IsAddress(bytes);
        var cut = isWhole ? bytes.Length : bytes.LastIndexOfAny(SocketCuts);
        if (cut <= 0 || !(isWhole || Scan.IsAddress(bytes[..cut])))
            return false;
        // a net is no side of a connection
        var isNet = !isWhole && bytes[cut] == '/' && bytes.Length - cut <= 3;
        Address(value.Slice(0, cut), isNet ? WordRole.Noun : role);
        Put(key, value.Slice(0, cut).Slot(ValueKind.Text));
        if (isWhole || bytes[cut] == '%')
            return true;
        if (isNet)
            Mention(value.Slot(ValueKind.Text));
        else if (Scan.IsInteger(bytes[(cut + 1)..]))
            return TakesPort(value.Slice(cut + 1));
        return true;
    }

    private bool TakesPort(Region port)
    {
        Port(port);
        Put("port"u8, port.Slot(ValueKind.Text));
        return true;
    }

    private Slot With(Slot list, Slot value)
    {
        if (list.Kind == ValueKind.Absent)
            return value;
        return list.Kind == ValueKind.List && list.Length >= Parts.ListMax ? list : parts.Target.Append(list, value);
    }

    /// <summary>Puts a value under its key, or among those that are mentioned when it has none that is free.</summary>
    public void Put(ReadOnlySpan<byte> key, Slot value)
    {
        if (parts.Holds(value))
            return;
        Span<byte> lower = stackalloc byte[KeyMax];
        if (key.IsEmpty || key.Length > KeyMax || !parts.TryPutNew(lower[..SentenceWords.Lower(key, lower)], value))
            Mention(value);
    }

    private void Mention(Slot value)
    {
        if (!parts.Holds(value) && !IsMentioned(value))
            mentioned = With(mentioned, value);
    }

    private bool IsMentioned(Slot value)
    {
        var bytes = parts.Target.Bytes(value);
        if (mentioned.Kind != ValueKind.List)
            return mentioned.Kind != ValueKind.Absent && parts.Target.Bytes(mentioned).SequenceEqual(bytes);
        foreach (var one in parts.Target.Elements(mentioned))
        {
            if (parts.Target.Bytes(one).SequenceEqual(bytes))
                return true;
        }

        return false;
    }

    /// <summary>Whose port a port that follows is.</summary>
    private enum Side
    {
        None = 0,
        Source = 1,
        Destination = 2,
    }
}
