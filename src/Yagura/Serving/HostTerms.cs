using Yagura.Pipeline;

namespace Yagura.Serving;

/// <summary>How the host runs.</summary>
/// <param name="Demo">Everything it shows is stamped.</param>
/// <param name="Time">The clock of the whole process.</param>
/// <param name="Prepare">Done with the opened pipeline before its doors open.</param>
internal sealed record HostTerms(bool Demo, TimeProvider Time, Func<Spine, Task> Prepare)
{
    /// <summary>The product: the machine's clock, nothing before the doors open.</summary>
    public static HostTerms Product { get; } = new(Demo: false, TimeProvider.System, _ => Task.CompletedTask);
}
