using System.Collections.Immutable;

namespace Yagura.Events;

/// <summary>Slots that every layout begins with, in this order. Names are ECS 8.17; <c>yagura.*</c> is ours (DESIGN 4).</summary>
public static class WellKnown
{
    /// <summary><c>@timestamp</c>: best known time of the event, UTC.</summary>
    public const int Timestamp = 0;

    /// <summary><c>message</c>.</summary>
    public const int Message = 1;

    /// <summary><c>event.original</c>: the raw text.</summary>
    public const int Original = 2;

    /// <summary><c>event.kind</c>.</summary>
    public const int EventKind = 3;

    /// <summary><c>event.category</c> (list).</summary>
    public const int EventCategory = 4;

    /// <summary><c>event.type</c> (list).</summary>
    public const int EventType = 5;

    /// <summary><c>event.action</c>.</summary>
    public const int EventAction = 6;

    /// <summary><c>event.outcome</c>.</summary>
    public const int EventOutcome = 7;

    /// <summary><c>event.module</c>: the vendor of the decoder.</summary>
    public const int EventModule = 8;

    /// <summary><c>event.dataset</c>: <c>vendor.product</c> of the decoder.</summary>
    public const int EventDataset = 9;

    /// <summary><c>host.name</c>.</summary>
    public const int HostName = 10;

    /// <summary><c>source.ip</c>.</summary>
    public const int SourceIp = 11;

    /// <summary><c>source.port</c>.</summary>
    public const int SourcePort = 12;

    /// <summary><c>destination.ip</c>.</summary>
    public const int DestinationIp = 13;

    /// <summary><c>destination.port</c>.</summary>
    public const int DestinationPort = 14;

    /// <summary><c>user.name</c>.</summary>
    public const int UserName = 15;

    /// <summary><c>process.name</c>.</summary>
    public const int ProcessName = 16;

    /// <summary><c>yagura.seq</c>.</summary>
    public const int Sequence = 17;

    /// <summary><c>yagura.source</c>: id of the source.</summary>
    public const int Source = 18;

    /// <summary><c>yagura.parse.status</c>: ok, partial or failed.</summary>
    public const int ParseStatus = 19;

    /// <summary><c>yagura.parse.decoder</c>: <c>vendor/product</c>.</summary>
    public const int ParseDecoder = 20;

    /// <summary><c>yagura.time.source</c>: device, header or receiver.</summary>
    public const int TimeSource = 21;

    /// <summary><c>yagura.time.zone_assumed</c>: the zone that was assumed.</summary>
    public const int ZoneAssumed = 22;

    /// <summary><c>yagura.sequence.value</c>: the source's own number of this record.</summary>
    public const int SequenceValue = 23;

    /// <summary><c>yagura.sequence.scope</c>: within what the number counts.</summary>
    public const int SequenceScope = 24;

    /// <summary>The names, by slot.</summary>
    public static ImmutableArray<string> Names { get; } =
    [
        "@timestamp", "message", "event.original", "event.kind", "event.category", "event.type", "event.action", "event.outcome",
        "event.module", "event.dataset", "host.name", "source.ip", "source.port", "destination.ip", "destination.port", "user.name",
        "process.name", "yagura.seq", "yagura.source", "yagura.parse.status", "yagura.parse.decoder", "yagura.time.source",
        "yagura.time.zone_assumed", "yagura.sequence.value", "yagura.sequence.scope",
    ];
}
