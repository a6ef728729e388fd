using Yagura.Events;

namespace Yagura.Decoding.Derived;

/// <summary>What ECS asks for in every event, whichever decoder filled it: parts of URLs and paths, written forms of addresses and names, sums. It runs after the decoder, which is believed where it said something itself.</summary>
internal sealed class DerivedFields(EventLayout layout)
{
    /// <summary>The fields that are read or written.</summary>
    public static readonly string[] Names =
        [.. UrlFields.Names, .. PathFields.Names, .. MacFields.Names, .. DnsFields.Names, .. UserFields.Names, .. EmailFields.Names, .. FlowFields.Names];

    private const byte Url = 1, Path = 2, Mac = 4, Dns = 8, User = 16, Email = 32, Flow = 64;

    /// <summary>For each kind the fields without which it has nothing to do.</summary>
    private static readonly (byte Kind, string[] Fields)[] Asked =
        [(Url, UrlFields.Asked), (Path, PathFields.Asked), (Mac, MacFields.Names), (Dns, DnsFields.Asked), (User, UserFields.Asked), (Email, EmailFields.Names), (Flow, FlowFields.Asked)];

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

        if ((kinds & Url) != 0)
            url.Fill(target);
        if ((kinds & Path) != 0)
            path.Fill(target);
        if ((kinds & Mac) != 0)
            mac.Fill(target);
        if ((kinds & Dns) != 0)
            dns.Fill(target);
        if ((kinds & User) != 0)
            user.Fill(target);
        if ((kinds & Email) != 0)
            email.Fill(target);
        if ((kinds & Flow) != 0)
            flow.Fill(target);
    }

    private static byte[] KindsOf(EventLayout layout)
    {
        var kinds = new byte[Asked.SelectMany(one => one.Fields).Max(layout.Find) + 1];
        foreach (var (kind, fields) in Asked)
        {
            foreach (var slot in fields.Select(layout.Find).Where(slot => slot >= 0))
                kinds[slot] |= kind;
        }

        return kinds;
    }
}
