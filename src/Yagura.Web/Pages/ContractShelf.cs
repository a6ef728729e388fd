using Yagura.ServiceLevel.Contracts;

namespace Yagura.Web.Pages;

/// <summary>The contracts in force.</summary>
/// <param name="contracts">As loaded.</param>
public sealed class ContractShelf(IReadOnlyList<Contract> contracts)
{
    /// <summary>As loaded; empty when none is.</summary>
    public IReadOnlyList<Contract> Contracts => contracts;
}
