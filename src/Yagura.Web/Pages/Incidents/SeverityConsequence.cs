using Yagura.ServiceLevel.Clocks;
using Yagura.Web.Parts;
using Yagura.Web.Wording;

namespace Yagura.Web.Pages.Incidents;

/// <summary>What a change of severity would do to the clocks, said before it is saved (FIGURES 3, reclassification).</summary>
internal static class SeverityConsequence
{
    public static IReadOnlyList<string> Lines(PageContext page, IReadOnlyList<ClockState> before, IReadOnlyList<ClockState> after)
    {
        // Bounded by the clocks of one incident.
        var lines = new List<string>();
        foreach (var state in after)
        {
            var was = before.FirstOrDefault(b => b.Measure.Id == state.Measure.Id && b.Target == state.Target);
            if (was?.State != state.State && Line(page, state, was) is { } line) lines.Add(line);
        }
        foreach (var gone in before.Where(b => Runs(b) && !after.Any(a => a.Measure.Id == b.Measure.Id && a.Target == b.Target))) lines.Add(page.Texts.SeverityEnds(Name(page, gone)));
        return lines.Count > 0 ? lines : [page.Texts.SeverityNoChange];
    }

    private static string? Line(PageContext page, ClockState state, ClockState? was) => state.State switch
    {
        ClockStatus.Running when state.Deadline is { } deadline => page.Texts.SeverityStarts(Name(page, state), page.Texts.Moment(page.Wall(deadline.At))),
        ClockStatus.Overdue when state.Deadline is { } deadline => page.Texts.SeverityLate(Name(page, state), page.Texts.Span(page.Now - deadline.At)),
        ClockStatus.Superseded or ClockStatus.Withdrawn => page.Texts.SeverityEnds(Name(page, state)),
        ClockStatus.Late => page.Texts.SeverityKeeps(Name(page, state)),
        _ => was is null ? null : $"{Name(page, state)}: {page.Texts.ClockState(ClockWords.Of(state.State))}",
    };

    private static bool Runs(ClockState state) => state.State is ClockStatus.Running or ClockStatus.Overdue;

    private static string Name(PageContext page, ClockState state) => state.Measure.Head.Title.In(page.Texts.Language.Tag());
}
