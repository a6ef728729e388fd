using Yagura.Detection.Values;

namespace Yagura.Detection.Match;

/// <summary>All that the rules of a plan look for in one field by text: found in one pass over each value.</summary>
internal sealed class FieldScanner
{
    private readonly int present;
    private readonly NeedleTable? equal;
    private readonly AffixTable? begins;
    private readonly AffixTable? ends;
    private readonly SubstringTable? within;
    private readonly Lazy<SubstringTable?> withoutKeywords;

    /// <summary>A scanner of a field's needles.</summary>
    /// <param name="needles">What is looked for in the field.</param>
    /// <param name="slot">Slot of the field.</param>
    /// <param name="keywords">What is looked for in the whole event: found in the same pass when the field is searched for substrings at all.</param>
    public FieldScanner(FieldNeedles needles, int slot, IReadOnlyList<Needle> keywords)
    {
        Slot = slot;
        present = needles.Present;
        equal = needles.Equal.Count == 0 ? null : new NeedleTable([.. needles.Equal.Select(needle => ((ulong)ByteHash.Of(needle.Bytes), needle))]);
        begins = needles.Begins.Count == 0 ? null : new AffixTable(needles.Begins, atEnd: false);
        ends = needles.Ends.Count == 0 ? null : new AffixTable(needles.Ends, atEnd: true);
        within = needles.Within.Count == 0 ? null : new SubstringTable([.. needles.Within, .. keywords]);
        withoutKeywords = new Lazy<SubstringTable?>(() => within is null || keywords.Count == 0 ? within : new SubstringTable(needles.Within), LazyThreadSafetyMode.None);
    }

    /// <summary>Slot of the field.</summary>
    public int Slot { get; }

    /// <summary>Whether the keywords are among its needles, when there are keywords at all.</summary>
    public bool SeesKeywords => within is not null || Next?.SeesKeywords == true;

    /// <summary>Another scanner of the same slot, null for none.</summary>
    public FieldScanner? Next { get; init; }

    /// <summary>Gives the signals of everything found in the field's values.</summary>
    public void Scan(EventView view, RulePlan plan)
    {
        Next?.Scan(view, plan);
        var count = view.Count(Slot);
        if (present >= 0 && view.Event.Has(Slot))
            plan.Give(present);
        if (equal is null && begins is null && ends is null && within is null)
            return;
        for (var i = 0; i < count; i++)
            Scan(view.Folded(Slot, i), view.IsObject(Slot, i) ? withoutKeywords.Value : within, plan);
    }

    /// <summary>Gives the signals of everything found in a folded text.</summary>
    public void Scan(ReadOnlySpan<byte> text, RulePlan plan) => Scan(text, within, plan);

    private void Scan(ReadOnlySpan<byte> text, SubstringTable? substrings, RulePlan plan)
    {
        if (equal is not null)
            ScanEqual(text, plan);
        begins?.Scan(text, plan);
        ends?.Scan(text, plan);
        substrings?.Scan(text, plan);
    }

    private void ScanEqual(ReadOnlySpan<byte> text, RulePlan plan)
    {
        for (var entry = equal!.First((ulong)ByteHash.Of(text)); entry >= 0; entry = equal.Next(entry))
        {
            if (text.SequenceEqual(equal[entry].Bytes))
                plan.Give(equal[entry].Signal);
        }
    }
}

/// <summary>What is looked for in one field, gathered while a plan is built.</summary>
internal sealed class FieldNeedles
{
    /// <summary>Signal of the field's presence, -1 when nobody asks.</summary>
    public int Present { get; set; } = -1;

    /// <summary>Whole values.</summary>
    public List<Needle> Equal { get; } = [];

    /// <summary>Beginnings.</summary>
    public List<Needle> Begins { get; } = [];

    /// <summary>Ends.</summary>
    public List<Needle> Ends { get; } = [];

    /// <summary>Substrings.</summary>
    public List<Needle> Within { get; } = [];
}
