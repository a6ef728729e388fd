using System.Collections.Frozen;

namespace Yagura.ServiceLevel.Journal;

/// <summary>The catalogue of entry kinds (FIGURES 1); <c>docs/formats/journal.md</c> says the same with an example of each, and a test compares them.</summary>
public static class EntryKinds
{
    /// <summary>Every kind, in the order of the page.</summary>
    public static IReadOnlyList<EntryKind> All { get; } = [.. EntryKindTable.Rows()];

    private static readonly FrozenDictionary<string, EntryKind> ByName = All.ToFrozenDictionary(kind => kind.Name);

    /// <summary>The kind of a name; null when unknown (the entry is kept, listed, and counts nowhere).</summary>
    /// <param name="name"><c>family.act</c>.</param>
    public static EntryKind? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>Required data members that an entry lacks; empty for an unknown kind.</summary>
    /// <param name="kind">The entry's kind.</param>
    /// <param name="data">Its data.</param>
    public static IReadOnlyList<string> Missing(string kind, EntryData data)
    {
        if (Find(kind) is not { Required.Count: > 0 } known) return [];
        List<string>? missing = null;
        foreach (var member in known.Required)
            if (!Has(data, member)) (missing ??= []).Add(member);
        return missing is null ? [] : missing;
    }

    /// <summary>The kinds closest to a word that is not one, for a message that helps.</summary>
    /// <param name="name">What was written.</param>
    public static IReadOnlyList<string> Near(string name)
    {
        var family = name.Split('.')[0];
        var same = All.Where(kind => kind.Name.StartsWith(family + ".", StringComparison.Ordinal)).Select(kind => kind.Name).ToList();
        return same.Count > 0 ? same : [.. All.Select(kind => kind.Name.Split('.')[0] + ".*").Distinct()];
    }

    // A word that names one or several (target, targets) is there when either is.
    private static bool Has(EntryData data, string member) =>
        data.Has(member) || data.Has(member.EndsWith('s') ? member[..^1] : member + "s");
}
