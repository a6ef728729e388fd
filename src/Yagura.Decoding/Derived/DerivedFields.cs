using Yagura.Events;

namespace Yagura.Decoding.Derived;

/// <summary>What ECS asks for in every event, whichever decoder filled it: parts of URLs and paths, written forms of addresses and names, sums. It runs after the decoder, which is believed where it said something itself.</summary>
internal sealed class DerivedFields(EventLayout layout)
{
    /// <summary>The fields that are read or written.</summary>
    public static readonly string[] Names =
        [.. UrlFields.Names, .. PathFields.Names, .. MacFields.Names, .. DnsFields.Names, .. UserFields.Names, .. EmailFields.Names, .. FlowFields.Names];

    /// <summary>For each kind the fields without which it has nothing to do.</summary>
    private static readonly string[][] Asked =
        [UrlFields.Asked, PathFields.Asked, MacFields.Names, DnsFields.Asked, UserFields.Asked, EmailFields.Names, FlowFields.Asked];

    private readonly UrlFields url = new(layout);
    private readonly PathFields path = new(layout);
    private readonly MacFields mac = new(layout);
    private readonly DnsFields dns = new(layout);
    private readonly UserFields user = new(layout);
    private readonly EmailFields email = new(layout);
    private readonly FlowFields flow = new(layout);

    /// <summary>The kind that asks for a field, one bit each, by slot; slots behind the last are asked for by none.</summary>
    private readonly byte[] kindOf = KindsOf(layout);

    /// <summary>Fills and rewrites what the event holds.</summary>
    public void Fill(Event target)
    {
        var kinds = 0;
        foreach (var slot in target.Present)
        {
            if (slot < kindOf.Length)
                kinds |= kindOf[slot];
        }

        if ((kinds & 1 << 0) != 0)
            url.Fill(target);
        if ((kinds & 1 << 1) != 0)
            path.Fill(target);
        if ((kinds & 1 << 2) != 0)
            mac.Fill(target);
        if ((kinds & 1 << 3) != 0)
            dns.Fill(target);
        if ((kinds & 1 << 4) != 0)
            user.Fill(target);
        if ((kinds & 1 << 5) != 0)
            email.Fill(target);
        if ((kinds & 1 << 6) != 0)
            flow.Fill(target);
    }

    private static byte[] KindsOf(EventLayout layout)
    {
        var kinds = new byte[Asked.SelectMany(names => names).Max(layout.Find) + 1];
        for (var kind = 0; kind < Asked.Length; kind++)
        {
            foreach (var slot in Asked[kind].Select(layout.Find).Where(slot => slot >= 0))
                kinds[slot] |= (byte)(1 << kind);
        }

        return kinds;
    }
}
