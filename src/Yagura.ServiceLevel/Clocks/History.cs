using Yagura.ServiceLevel.Journal;

namespace Yagura.ServiceLevel.Clocks;

/// <summary>The facts of one subject, in order of effective time, then number; those of incidents merged into it included.</summary>
internal sealed class History(string subject)
{
    public string Subject { get; } = subject;

    // Bounded by the journal.
    public List<Fact> Facts { get; private set; } = new(2);

    /// <summary>Histories merged into this one, each as it was alone.</summary>
    public IReadOnlyList<History> Absorbed { get; private set; } = [];

    /// <summary>Its own facts, without those of merged incidents.</summary>
    public IReadOnlyList<Fact> Own { get; private set; } = [];

    public bool Drill { get; set; }

    /// <summary>The fact that merged it away; null while it stands for itself.</summary>
    public Fact? MergedBy { get; set; }

    /// <summary>The fact that withdrew it, if that took effect.</summary>
    public Fact? WithdrawnBy { get; set; }

    /// <summary>Numbers of severity changes that had no effect.</summary>
    public HashSet<long>? RefusedLowerings { get; private set; }

    /// <summary>Takes the effect from a severity change.</summary>
    public void RefuseLowering(long number) => (RefusedLowerings ??= []).Add(number);

    public void Add(Fact fact) => Facts.Add(fact);

    public void Absorb(History other)
    {
        if (Own.Count == 0) Own = Facts;
        Absorbed = [.. Absorbed, other];
        Facts = [.. Facts.Concat(other.Facts).OrderBy(fact => fact.Time.UtcTicks).ThenBy(fact => fact.Number)];
    }

    /// <summary>As it was without any merge.</summary>
    public History Alone() => new(Subject) { Facts = [.. Own.Count == 0 ? Facts : Own], Drill = Drill, RefusedLowerings = RefusedLowerings };

    public bool Has(string kind)
    {
        foreach (var fact in Facts)
            if (fact.Kind == kind) return true;
        return false;
    }
}
