using System.Collections.Immutable;
using Yagura.Events;

namespace Yagura.Detection.Findings;

/// <summary>Writes whom a finding concerns.</summary>
internal sealed class GroupKeys(EventLayout layout)
{
    /// <summary>Longest key, in characters; the rest is cut.</summary>
    public const int LengthMax = 512;

    /// <summary>The values of the entity's fields, joined by <c>|</c>; the source's id when there is no entity or none of its fields.</summary>
    public string Of(ImmutableArray<string> entity, Event next)
    {
        if (entity.IsEmpty)
            return next.Stored!.Record.Source;
        var texts = entity.Select(field => next.Text(layout.Find(field)) ?? "").ToArray();
        if (texts.All(text => text.Length == 0))
            return next.Stored!.Record.Source;
        var key = string.Join('|', texts);
        return key.Length <= LengthMax ? key : key[..LengthMax];
    }
}
