using System.Numerics;
using Yagura.ServiceLevel.Contracts;
using Yagura.ServiceLevel.Numbers;

namespace Yagura.ServiceLevel.Measures;

/// <summary>One side of the cost comparison, in yen.</summary>
/// <param name="Net">The amount without the exclusions.</param>
/// <param name="Years">For so many years.</param>
/// <param name="Yearly">A year's cost as printed.</param>
public sealed record CostSideFigure(string Net, int Years, string Yearly);

/// <summary>The cost comparison (実施経費の比較).</summary>
/// <param name="Costs">As the contract writes it.</param>
/// <param name="Before">The earlier contract.</param>
/// <param name="After">This contract.</param>
/// <param name="Saved">Yen a year, of the printed yearly costs.</param>
/// <param name="Percent">Of the earlier yearly cost, as printed.</param>
public sealed record CostFigure(CostComparison Costs, CostSideFigure Before, CostSideFigure After, string Saved, string Percent)
{
    /// <summary>Computes the comparison; the saving compares the printed yearly costs, as the published table does.</summary>
    /// <param name="costs">From a contract.</param>
    public static CostFigure Of(CostComparison costs)
    {
        var (before, yearBefore) = Side(costs.Before, costs.Yearly);
        var (after, yearAfter) = Side(costs.After, costs.Yearly);
        var scale = BigInteger.Pow(10, costs.Yearly.Count);
        var saved = new Rational(yearBefore - yearAfter, scale);
        var percent = yearBefore.IsZero ? "対象なし" : new Rational(yearBefore - yearAfter, yearBefore).PrintPercent(costs.Percent.Count, costs.Percent.Rounding);
        return new CostFigure(costs, before, after, saved.Print(costs.Yearly.Count, costs.Yearly.Rounding), percent);
    }

    private static (CostSideFigure Figure, BigInteger Yearly) Side(CostSide side, Digits digits)
    {
        var net = side.Amount - side.Exclude.Sum(less => less.Amount);
        var exact = Rational.Of(net);
        var yearly = new Rational(exact.Numerator, exact.Denominator * side.Years);
        return (new CostSideFigure(exact.Print(0, Rounding.Truncate), side.Years, yearly.Print(digits.Count, digits.Rounding)), yearly.Scaled(digits.Count, digits.Rounding));
    }
}
