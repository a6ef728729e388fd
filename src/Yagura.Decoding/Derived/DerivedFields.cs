using Yagura.Events;

namespace Yagura.Decoding.Derived;

/// <summary>What ECS asks for in every event, whichever decoder filled it: parts of URLs and paths, written forms of addresses and names, sums. It runs after the decoder, which is believed where it said something itself.</summary>
internal sealed class DerivedFields(EventLayout layout)
{
    /// <summary>The fields that are read or written.</summary>
    public static readonly string[] Names =
        [.. UrlFields.Names, .. PathFields.Names, .. MacFields.Names, .. DnsFields.Names, .. UserFields.Names, .. EmailFields.Names, .. FlowFields.Names];

    private readonly UrlFields url = new(layout);
    private readonly PathFields path = new(layout);
    private readonly MacFields mac = new(layout);
    private readonly DnsFields dns = new(layout);
    private readonly UserFields user = new(layout);
    private readonly EmailFields email = new(layout);
    private readonly FlowFields flow = new(layout);

    /// <summary>Fills and rewrites what the event holds.</summary>
    public void Fill(Event target)
    {
        url.Fill(target);
        path.Fill(target);
        mac.Fill(target);
        dns.Fill(target);
        user.Fill(target);
        email.Fill(target);
        flow.Fill(target);
    }
}
