using Yagura.Events;

namespace Yagura.Operations.Incidents;

/// <summary>Recognises the alerts of a sandbox among events: <c>observer.type</c> says sandbox and <c>event.kind</c> says alert.</summary>
public sealed class SandboxReader
{
    private static readonly string[] Hashes = ["file.hash.sha256", "file.hash.sha1", "file.hash.md5"];
    private static readonly string[] Titles = ["threat.software.name", "rule.name", "message"];
    private static readonly string[] Entities = ["host.name", "destination.ip", "source.ip", "user.name"];
    private readonly EventLayout _layout;
    private readonly string _node;

    /// <summary>A reader for events of one layout.</summary>
    /// <param name="layout">Should have slots for <see cref="FieldNames"/>.</param>
    /// <param name="node">The node that receives.</param>
    public SandboxReader(EventLayout layout, string node)
    {
        _layout = layout;
        _node = node;
    }

    /// <summary>The fields that a layout needs for it.</summary>
    public static IReadOnlyList<string> FieldNames => ["observer.type", "event.kind", "event.id", .. Hashes, .. Titles, .. Entities];

    /// <summary>The alert that an event is; null for any other event, a repeat, and an import (which opens no clock by itself).</summary>
    /// <remarks>An alert without an id of its own is told apart by its record.</remarks>
    public SandboxAlert? Read(Event next)
    {
        if (next.Stored is not { Repeats: 0 } stored || stored.Record.Lane == Lane.Import) return null;
        if (Text(next, "observer.type") is not "sandbox" || Text(next, "event.kind") is not "alert") return null;
        return new SandboxAlert(
            First(next, ["event.id"]) ?? $"{_node}.{stored.Sequence}.{next.Item}",
            First(next, Hashes)?.ToLowerInvariant() ?? "",
            First(next, Titles) ?? "",
            First(next, Entities) ?? "",
            stored.Record.Source,
            stored.Record.ReceivedAt,
            _node,
            stored.Sequence,
            next.Item);
    }

    private string? First(Event next, string[] names) => names.Select(name => Text(next, name)).FirstOrDefault(text => !string.IsNullOrEmpty(text));

    private string? Text(Event next, string name) => next.Text(_layout.Find(name));
}
