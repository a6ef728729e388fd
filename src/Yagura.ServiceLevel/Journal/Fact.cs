namespace Yagura.ServiceLevel.Journal;

/// <summary>An entry's effective content at an as-of: with its corrections applied, its time, and how far the time is confirmed.</summary>
/// <param name="entry">The content that counts.</param>
/// <param name="provenance">Who vouches for its time.</param>
/// <param name="amendments">Numbers of the corrections that made it; empty when none.</param>
public sealed class Fact(JournalEntry entry, Provenance provenance, IReadOnlyList<long> amendments)
{
    /// <summary>The content that counts.</summary>
    public JournalEntry Entry { get; } = entry;

    /// <summary>Who vouches for its time.</summary>
    public Provenance Provenance { get; } = provenance;

    /// <summary>Numbers of the corrections that made it; empty when none.</summary>
    public IReadOnlyList<long> Amendments { get; } = amendments;

    /// <summary>The entry's number.</summary>
    public long Number => Entry.Number;

    /// <summary>The entry's kind.</summary>
    public string Kind => Entry.Kind;

    /// <summary>The entry's subject.</summary>
    public string Subject => Entry.Subject;

    /// <summary>The entry's data.</summary>
    public EntryData Data => Entry.Data;

    /// <summary>The effective time.</summary>
    public DateTimeOffset Time => Entry.Effective;

    /// <summary>Whether the time rests on the contractor's word alone, or the client disputes it.</summary>
    public bool Unconfirmed => Provenance is Provenance.Stated or Provenance.Disputed;

    /// <summary>Whether a person of the client recorded or confirmed it.</summary>
    public bool ClientStands => Provenance == Provenance.Confirmed || Actor.IsClient(Entry.Actor);

    /// <summary>Whether a person of the client is behind it: as actor, by a confirmation, or by name in the data. Only then does it make a figure smaller.</summary>
    /// <remarks>A name in the data was typed by who recorded the entry: it has effect, and is printed as unconfirmed until the client confirms it.</remarks>
    public bool ClientNamed => ClientStands
        || Actor.IsClient(Data.Text("agreed_by")) || Actor.IsClient(Data.Text("approver")) || Actor.IsClient(Data.Text("by"));
}

/// <summary>Who vouches for a time (FIGURES 1).</summary>
public enum Provenance
{
    /// <summary>The machine's clock.</summary>
    Machine,

    /// <summary>Stated by somebody who is not the client.</summary>
    Stated,

    /// <summary>Stated or confirmed by the client.</summary>
    Confirmed,

    /// <summary>The client disputes it.</summary>
    Disputed,
}

/// <summary>An entry that has no effect, and why.</summary>
/// <param name="Entry">As recorded.</param>
/// <param name="Reason">What it breaks.</param>
public sealed record Refusal(JournalEntry Entry, Bilingual Reason);

/// <summary>A correction or retraction that took effect.</summary>
/// <param name="Amendment">The <c>entry.corrected</c> or <c>entry.retracted</c>.</param>
/// <param name="Target">The entry that it touches, as recorded.</param>
/// <param name="ClientStands">Whether a person of the client recorded or confirmed it.</param>
public sealed record Amended(JournalEntry Amendment, JournalEntry Target, bool ClientStands);
