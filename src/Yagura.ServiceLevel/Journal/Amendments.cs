using System.Text.Json;

namespace Yagura.ServiceLevel.Journal;

/// <summary>Corrections, retractions, confirmations and disputes, resolved from the newest to the oldest: an amendment may itself be amended only by a later one.</summary>
internal sealed class Amendments
{
    private static readonly IReadOnlyList<long> NoNumbers = [];

    // All bounded by the journal's entry.* entries; they live as long as one evaluation.
    private readonly Dictionary<long, JournalEntry> targets = [];
    private readonly HashSet<long> retracted = [];
    private readonly Dictionary<long, List<(JournalEntry Entry, EntryData Set)>> corrections = [];
    private readonly Dictionary<long, EntryData> replacedSets = [];
    private readonly Dictionary<long, Provenance> vouched = [];
    private readonly List<Refusal> refused = [];
    private readonly List<Amended> applied = [];
    private readonly IReadOnlySet<string> clockKinds;

    private Amendments(IReadOnlySet<string> clockKinds) => this.clockKinds = clockKinds;

    public IReadOnlyList<Refusal> Refused => refused;

    public IReadOnlyList<Amended> Applied => applied;

    public static Amendments Resolve(IReadOnlyList<JournalEntry> entries, DateTimeOffset asOf, IReadOnlySet<string> clockKinds)
    {
        var result = new Amendments(clockKinds);
        var amending = entries.Where(entry => entry.At <= asOf && IsAmendment(entry.Kind)).OrderByDescending(entry => entry.Number).ToList();
        if (amending.Count == 0) return result;
        var wanted = amending.Select(Target).OfType<long>().ToHashSet();
        foreach (var entry in entries)
            if (entry.At <= asOf && wanted.Contains(entry.Number)) result.targets.TryAdd(entry.Number, entry);
        foreach (var amendment in amending) result.Apply(amendment);
        foreach (var list in result.corrections.Values) list.Reverse();
        result.refused.Reverse();
        result.applied.Reverse();
        return result;
    }

    /// <summary>The effective content of an entry; null when it was retracted or is itself an amendment.</summary>
    public Fact? FactOf(JournalEntry entry)
    {
        if (IsAmendment(entry.Kind) || retracted.Contains(entry.Number)) return null;
        var vouching = vouched.TryGetValue(entry.Number, out var known) ? known : (Provenance?)null;
        if (!corrections.TryGetValue(entry.Number, out var list)) return new Fact(entry, vouching ?? Of(entry), NoNumbers);
        var content = list.Aggregate(entry, (current, correction) => Patched(current, correction.Set));
        // A client-approved correction vouches for the time that it sets.
        var approved = list.Exists(correction => Actor.IsClient(correction.Entry.Data.Text("approver"))) ? Provenance.Confirmed : Of(content);
        return new Fact(content, vouching ?? approved, [.. list.Select(correction => correction.Entry.Number)]);
    }

    private static bool IsAmendment(string kind) => kind.StartsWith("entry.", StringComparison.Ordinal) && kind is "entry.corrected" or "entry.retracted" or "entry.confirmed" or "entry.disputed";

    private static long? Target(JournalEntry amendment) => amendment.Data.Count("entry") ?? (long.TryParse(amendment.Data.Text("entry"), out var number) ? number : null);

    private static Provenance Of(JournalEntry entry)
    {
        if (Actor.IsClient(entry.Actor)) return Provenance.Confirmed;
        return entry.Stated is null || entry.Actor == Actor.Machine ? Provenance.Machine : Provenance.Stated;
    }

    private void Apply(JournalEntry amendment)
    {
        if (retracted.Contains(amendment.Number)) return;
        if (Target(amendment) is not { } number || !targets.TryGetValue(number, out var target) || number >= amendment.Number)
        {
            Refuse(amendment, "訂正・取下げ・確認の対象となる先の記録がありません", "there is no earlier entry with the number that it names");
            return;
        }
        if (amendment.Kind is "entry.confirmed" or "entry.disputed")
        {
            Vouch(amendment, number);
            return;
        }
        var set = replacedSets.TryGetValue(amendment.Number, out var replaced) ? replaced : Set(amendment);
        if (Objection(amendment, target, set) is { } reason)
        {
            refused.Add(new Refusal(amendment, reason));
            return;
        }
        applied.Add(new Amended(amendment, target, Actor.IsClient(amendment.Actor) || vouched.GetValueOrDefault(amendment.Number) == Provenance.Confirmed));
        if (amendment.Kind == "entry.retracted") retracted.Add(number);
        else if (target.Kind == "entry.corrected") replacedSets.TryAdd(number, set);
        else Correct(number, amendment, set);
    }

    private void Correct(long number, JournalEntry amendment, EntryData set)
    {
        if (!corrections.TryGetValue(number, out var list)) corrections[number] = list = [];
        list.Add((amendment, set));
    }

    private void Vouch(JournalEntry amendment, long number)
    {
        if (!Actor.IsClient(amendment.Actor)) Refuse(amendment, "確認・異議は発注者だけが記録できます", "only the client confirms or disputes");
        else vouched.TryAdd(number, amendment.Kind == "entry.confirmed" ? Provenance.Confirmed : Provenance.Disputed);
    }

    private static EntryData Set(JournalEntry amendment) => amendment.Data.TryObject("set", out var set) ? set : EntryData.Empty;

    private Bilingual? Objection(JournalEntry amendment, JournalEntry target, EntryData set)
    {
        var approver = amendment.Data.Text("approver");
        if (approver is null || !Actor.IsValid(approver)) return new Bilingual("承認者がありません", "it has no approver");
        if (approver == amendment.Actor) return new Bilingual("承認者が記録者と同じです", "the approver is the actor");
        var root = Root(target);
        if (amendment.Kind == "entry.corrected" && CheckSet(amendment, set, root) is { } wrong) return wrong;
        if (Actor.IsClient(approver)) return null;
        if (clockKinds.Contains(root.Kind) || EntryKinds.Find(root.Kind)?.Guarded == true || root.Kind is "incident.severity-set")
            return new Bilingual($"{root.Kind} の訂正・取下げには発注者の承認が要ります", $"amending {root.Kind} needs the client's approval");
        return TouchesDrill(amendment, root, set) ? new Bilingual("訓練の別の変更には発注者の承認が要ります", "changing whether it is a drill needs the client's approval") : null;
    }

    private JournalEntry Root(JournalEntry entry)
    {
        // Targets are always earlier numbers, so this ends.
        while (entry.Kind is "entry.corrected" or "entry.retracted" && Target(entry) is { } number && number < entry.Number && targets.TryGetValue(number, out var earlier)) entry = earlier;
        return entry;
    }

    private static bool TouchesDrill(JournalEntry amendment, JournalEntry root, EntryData set) =>
        amendment.Kind == "entry.retracted"
            ? root.Data.Flag("drill") is not null
            : set.TryObject("data", out var data) && data.Has("drill") && data.Flag("drill") != root.Data.Flag("drill");

    private static Bilingual? CheckSet(JournalEntry amendment, EntryData set, JournalEntry root)
    {
        if (!amendment.Data.TryObject("set", out _)) return new Bilingual("set がありません（stated、data）", "it has no set (stated, data)");
        foreach (var member in set.Element.EnumerateObject())
            if (member.Name is not ("stated" or "data")) return new Bilingual($"{member.Name} は訂正できません。取り下げて記録し直してください", $"{member.Name} is not correctable: retract and record anew");
        if (set.Text("stated") is not { } text) return null;
        if (IsoTime.Read(text, out var stated, out _) != IsoTimeResult.Instant) return new Bilingual("stated は時差付きの時刻です", "stated must be a time with an offset");
        return stated > root.At ? new Bilingual("訂正後の stated が記録時刻より後です", "the corrected stated is after the entry was recorded") : null;
    }

    /// <summary>The members that a correction names replace those of the entry; a null takes a data member away.</summary>
    private static JournalEntry Patched(JournalEntry entry, EntryData set)
    {
        if (set.Has("stated"))
        {
            if (set.Text("stated") is not { } stated) entry = entry with { Stated = null, Precision = TimePrecision.Second };
            else if (IsoTime.Read(stated, out var time, out var precision) == IsoTimeResult.Instant) entry = entry with { Stated = time, Precision = precision };
        }
        return set.TryObject("data", out var data) ? entry with { Data = Merged(entry.Data, data) } : entry;
    }

    private static EntryData Merged(EntryData old, EntryData patch)
    {
        var members = new Dictionary<string, JsonElement>();
        foreach (var member in old.Element.EnumerateObject()) members[member.Name] = member.Value;
        foreach (var member in patch.Element.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Null) members.Remove(member.Name);
            else members[member.Name] = member.Value;
        }
        return EntryData.Of(JsonSerializer.SerializeToElement(members));
    }

    private void Refuse(JournalEntry amendment, string ja, string en) => refused.Add(new Refusal(amendment, new Bilingual(ja, en)));
}
