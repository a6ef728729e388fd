using Yagura.ServiceLevel.Measures;
using Yagura.Web.Wording;

namespace Yagura.Web.Pages.Service;

/// <summary>What a measure asks, in words.</summary>
internal static class MeasureWords
{
    public static string Target(MeasureFigure figure, Texts texts) => figure switch
    {
        ClockFigure clock => texts.WithinEach(texts.Coarse(clock.Measure.Limit)),
        LossFigure loss => texts.LossTarget(loss.Measure.MinutesPerMonth),
        _ => "",
    };

    public static string KindOf(Verdict verdict) => verdict switch
    {
        Verdict.Met => "good",
        Verdict.Exceeded => "bad",
        Verdict.Unproven => "doubt",
        _ => "plain",
    };
}
