using Yagura.ServiceLevel.Measures;
using Yagura.Web.Wording;

namespace Yagura.Web.Pages.Service;

/// <summary>What a measure asks, in words.</summary>
internal static class MeasureWords
{
    public static string Target(MeasureFigure figure, Texts texts) => figure switch
    {
        ClockFigure clock => texts.WithinEach(texts.Coarse(clock.Measure.Limit)),
        LossFigure loss => texts.LossTarget(loss.Measure.Ratio is { } ratio ? ratio.PrintPercent(loss.Measure.Digits.Count, loss.Measure.Digits.Rounding) : null, loss.Measure.MinutesPerMonth),
        StorageFigure storage => texts.StorageTarget(storage.Measure.Limit.PrintPercent(0, storage.Measure.Digits.Rounding), storage.Measure.Months),
        OnTimeFigure onTime => texts.AtLeast(onTime.Measure.Limit.PrintPercent(0, onTime.Measure.Digits.Rounding)),
        AvailabilityFigure availability => texts.AtLeast(availability.Measure.Limit.PrintPercent(availability.Measure.Digits.Count, availability.Measure.Digits.Rounding)),
        _ => texts.Zero,
    };

    public static string KindOf(Verdict verdict) => verdict switch
    {
        Verdict.Met => "good",
        Verdict.Exceeded => "bad",
        Verdict.Unproven => "doubt",
        _ => "plain",
    };
}
