using System.Collections.Immutable;

namespace Yagura.Detection.Sigma;

/// <summary>A detection rule that can be honoured.</summary>
public sealed record SigmaRule
{
    /// <summary>The rule's id; <c>file:&lt;path&gt;#&lt;document&gt;</c> when it has none.</summary>
    public required string Id { get; init; }

    /// <summary>SHA-256 of the file's bytes, lower-case hex; <c>#n</c> for the n-th document after the first.</summary>
    public required string Hash { get; init; }

    /// <summary>Rule folder as it was given to the loader.</summary>
    public required string Folder { get; init; }

    /// <summary>Path relative to the folder, with <c>/</c>.</summary>
    public required string File { get; init; }

    /// <summary>Line from 1 at which the document begins.</summary>
    public required int Line { get; init; }

    /// <summary>Title.</summary>
    public required string Title { get; init; }

    /// <summary>The title in Japanese (<c>yagura: title-ja</c>); null when it has none.</summary>
    public string? TitleJapanese { get; init; }

    /// <summary>The name by which correlations may call it; null when it has none.</summary>
    public string? Name { get; init; }

    /// <summary>informational, low, medium, high, critical; null when not given.</summary>
    public string? Level { get; init; }

    /// <summary>Tags, for example <c>attack.t1110</c>.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Who wrote it; shown wherever a match is shown.</summary>
    public string? Author { get; init; }

    /// <summary>Under which licence it is used; null when not given.</summary>
    public string? Licence { get; init; }

    /// <summary>What it finds.</summary>
    public string? Description { get; init; }

    /// <summary>Our note for the analyst (<c>yagura: note</c>).</summary>
    public string? Note { get; init; }

    /// <summary>The same note in Japanese (<c>yagura: note-ja</c>).</summary>
    public string? NoteJapanese { get; init; }

    /// <summary>Which logs it is about.</summary>
    public required LogSource LogSource { get; init; }

    /// <summary>The fields whose values group its findings (<c>yagura: entity</c>); empty for the source.</summary>
    public ImmutableArray<string> Entity { get; init; } = [];

    /// <summary>What must hold of an event.</summary>
    internal Condition Condition { get; init; } = new AllOf([]);

    /// <summary>Whether it only feeds a correlation, which does not ask for its findings (<c>generate: false</c>).</summary>
    public bool Silent { get; init; }

    /// <summary>Whether a correlation or filter means this rule: by id or name.</summary>
    internal bool IsCalled(string reference) => Id == reference || Name == reference;
}
