using System.Globalization;
using Yagura.ServiceLevel.Journal;

namespace Yagura.ServiceLevel.Clocks;

/// <summary>The journal by subject: drills, merges and splits resolved.</summary>
internal sealed class Histories
{
    // Bounded by the journal's subjects.
    private readonly Dictionary<string, History> bySubject = [];
    private readonly Dictionary<string, List<History>> byKind = [];
    private readonly List<Exclusion> exclusions = [];

    private Histories()
    {
    }

    public IReadOnlyCollection<History> All => bySubject.Values;

    /// <summary>Every kind that occurs.</summary>
    public IReadOnlyCollection<string> Kinds => byKind.Keys;

    public IReadOnlyList<Exclusion> Exclusions => exclusions;

    public static Histories Of(IReadOnlyList<Fact> facts)
    {
        var result = new Histories();
        History? last = null;
        foreach (var fact in facts)
        {
            if (last?.Subject != fact.Subject && !result.bySubject.TryGetValue(fact.Subject, out last))
                result.bySubject[fact.Subject] = last = new History(fact.Subject);
            last!.Add(fact);
        }
        // Most journals have no drill, and both cores say so sooner.
        if (facts.AsParallel().Any(IsDrill))
            foreach (var history in result.bySubject.Values) result.MarkDrill(history);
        foreach (var history in result.bySubject.Values) result.Index(history);
        var split = result.With("incident.split").ToList();
        var merged = result.With("incident.merged").ToList();
        if (split.Count + merged.Count == 0) return result;
        split.ForEach(result.Split);
        merged.ForEach(result.Merge);
        result.byKind.Clear();
        foreach (var history in result.bySubject.Values) result.Index(history);
        return result;
    }

    public History? Find(string subject) => bySubject.GetValueOrDefault(subject);

    /// <summary>Histories in which a kind occurs.</summary>
    public IReadOnlyList<History> With(string kind) => byKind.TryGetValue(kind, out var list) ? list : [];

    private void Index(History history)
    {
        string? last = null;
        foreach (var fact in history.Facts)
        {
            if (ReferenceEquals(last, fact.Kind)) continue;
            last = fact.Kind;
            if (!byKind.TryGetValue(fact.Kind, out var list)) byKind[fact.Kind] = list = [];
            if (list.Count == 0 || list[^1] != history) list.Add(history);
        }
    }

    // The entry that was recorded first decides; recording an earlier stated time later does not make a drill of an attack.
    private void MarkDrill(History history)
    {
        Fact? first = null;
        var any = false;
        foreach (var fact in history.Facts)
        {
            if (first is null || fact.Number < first.Number) first = fact;
            any |= IsDrill(fact);
        }
        if (!any) return;
        history.Drill = IsDrill(first!);
        if (history.Drill)
        {
            exclusions.Add(Exclusion.Of("drill", first!, "運用訓練のため件数に含めません", "a drill: in no count", unconfirmed: false, refused: false));
            return;
        }
        foreach (var fact in history.Facts.Where(IsDrill))
            exclusions.Add(Exclusion.Of("drill", fact, "後からの訓練の指定は認めません（最初の記録が訓練ではありません）", "a drill set later is refused: the subject's first entry is none", unconfirmed: true, refused: true));
    }

    private static bool IsDrill(Fact fact) => fact.Data.Flag("drill") == true;

    // A child without its own detection takes the parent's findings that it names.
    private void Split(History history)
    {
        foreach (var split in history.Facts.Where(fact => fact.Kind == "incident.split").ToList())
        {
            if (history.Has("incident.detected") || split.Data.Text("from") is not { } from || Find(from) is not { } parent) continue;
            var findings = split.Data.Named("finding");
            foreach (var detected in parent.Facts.Where(fact => fact.Kind == "incident.detected" && fact.Data.Text("finding") is { } finding && findings.Contains(finding)).ToList())
                history.Facts.Insert(0, detected);
        }
    }

    private void Merge(History history)
    {
        var merged = history.Facts.LastOrDefault(fact => fact.Kind == "incident.merged" && fact.Subject == history.Subject);
        if (merged is null || merged.Data.Text("into") is not { } into) return;
        if (Find(into) is not { } survivor || Ends(history, survivor))
        {
            exclusions.Add(Exclusion.Of("merged", merged, $"統合先 {into} がないか、統合が循環しています。統合は認めません", $"there is no incident {into} to merge into, or the merges go in a circle: refused", unconfirmed: false, refused: true));
            return;
        }
        if (Objection(history, survivor, merged) is { } reason)
        {
            exclusions.Add(new Exclusion("merged", merged.Subject, [merged.Number], reason, Unconfirmed: true, Refused: true));
            return;
        }
        history.MergedBy = merged;
        while (survivor.MergedBy?.Data.Text("into") is { } next && Find(next) is { } further) survivor = further;
        survivor.Absorb(history);
        exclusions.Add(Exclusion.Of("merged", merged, $"{into} に統合（最も早い検知と超過は引き継がれます）", $"merged into {into}, which keeps the earliest detection and any over", unconfirmed: !merged.ClientNamed, refused: false));
    }

    // A merge is no way around the rules of drills and of lowering.
    private static Bilingual? Objection(History history, History survivor, Fact merged)
    {
        if (survivor.Drill != history.Drill) return new Bilingual("訓練と実際のインシデントの統合は認めません", "merging a drill with a real incident is refused");
        if (merged.ClientNamed || Severity(history, merged) is not { } own || Severity(survivor, merged) is not { } other || own <= other) return null;
        return new Bilingual($"危険度 {own} から {other} への統合には発注者の同意が要ります。統合は認めません", $"merging severity {own} into severity {other} needs the client's name: refused");
    }

    private static long? Severity(History history, Fact merged) =>
        history.Facts.LastOrDefault(fact => fact.Kind == "incident.severity-set" && fact.Time <= merged.Time) is { } fact
            && long.TryParse(fact.Data.Text("severity"), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    // Following the survivors must not come back.
    private bool Ends(History history, History survivor)
    {
        var seen = new HashSet<History> { history };
        while (seen.Add(survivor))
        {
            if (survivor.MergedBy?.Data.Text("into") is not { } next || Find(next) is not { } further) return false;
            survivor = further;
        }
        return true;
    }
}
