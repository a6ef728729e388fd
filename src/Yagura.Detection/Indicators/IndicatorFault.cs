namespace Yagura.Detection.Indicators;

/// <summary>Something of an indicator file that does not match as it is written.</summary>
/// <param name="File">Path below the folder, with <c>/</c>.</param>
/// <param name="Line">Line from 1; 0 when the whole file is meant.</param>
/// <param name="Reason">What is wrong and what is allowed.</param>
/// <param name="Kind">How bad it is.</param>
public sealed record IndicatorFault(string File, int Line, string Reason, IndicatorFaultKind Kind)
{
    /// <summary>Written for a person: file, line, reason.</summary>
    public override string ToString() => Line > 0 ? $"{File}:{Line}: {Reason}" : $"{File}: {Reason}";
}

/// <summary>How bad a fault is.</summary>
public enum IndicatorFaultKind
{
    /// <summary>All is matched; a person should look.</summary>
    Warning,

    /// <summary>One value is not matched.</summary>
    Refused,

    /// <summary>The file cannot be read to its end.</summary>
    Broken,
}
