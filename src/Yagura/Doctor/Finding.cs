namespace Yagura.Doctor;

/// <summary>How a property of the machine is judged.</summary>
internal enum Verdict
{
    Good,
    Warning,
    Bad,
}

/// <summary>One property of the machine: what was measured, how it is judged, what to do about it.</summary>
internal sealed record Finding(string Name, Verdict Verdict, string Measured, string? Advice);
