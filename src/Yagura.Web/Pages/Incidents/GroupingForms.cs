using System.Globalization;
using Yagura.Operations.Entries;
using Yagura.Operations.Incidents;
using Yagura.Operations.Store;
using Yagura.Web.Parts;
using Yagura.Web.Wording;

namespace Yagura.Web.Pages.Incidents;

/// <summary>Forms that group incidents, judge single findings and ask for excuses, made into the acts.</summary>
internal sealed class GroupingForms(OperationsStore store, GroupingActs grouping, ExcuseActs excuses)
{
    private static readonly string[] Acts = ["link", "merge", "split", "triage", "excuse", "grant", "refuse"];

    /// <summary>Whether a word is one of these acts.</summary>
    public static bool IsAct(string? act) => Acts.Contains(act, StringComparer.Ordinal);

    /// <summary>What an act is called.</summary>
    public static string NameOf(string act, Texts texts) => act switch
    {
        "link" => texts.LinkIt,
        "merge" => texts.MergeIt,
        "split" => texts.SplitIt,
        "triage" => texts.TriageIt,
        "excuse" => texts.ExcuseRequest,
        "grant" => texts.ExcuseGrant,
        _ => texts.ExcuseRefuse,
    };

    /// <summary>Records an act; the incident to go on to.</summary>
    /// <exception cref="RefusedException">The rules do not allow it, or a field is missing.</exception>
    public async Task<string> RecordAsync(PageContext page, string subject, TypedAct typed, CancellationToken stop)
    {
        var by = StatedTimes.By(page, "", Number(typed["version"]));
        switch (typed.Dialog)
        {
            case "link":
                await grouping.LinkAsync(subject, typed["to"], Refusals.Typed(typed["as"]), by, stop);
                return subject;
            case "merge":
                await grouping.MergeAsync(subject, typed["into"], Refusals.Typed(typed["reason"]), by, stop);
                return typed["into"];
            case "split":
                return await grouping.SplitAsync(subject, [.. typed["findings"].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Number).OfType<long>()], typed["title"], by, stop);
            case "triage":
                await new IncidentDesk(store, new DeskRules(_ => null, null)).TriageAsync(Number(typed["finding"]) ?? 0, typed["verdict"], Refusals.Typed(typed["reason"]), by, stop);
                return subject;
            default:
                await ExcuseAsync(page, subject, typed, stop);
                return subject;
        }
    }

    private Task ExcuseAsync(PageContext page, string subject, TypedAct typed, CancellationToken stop)
    {
        var excuse = new Excuse(subject, typed["measure"], Refusals.Typed(typed["target"]), typed["attribution"], typed["reason"], Refusals.Typed(typed["evidence"]));
        return typed.Dialog switch
        {
            "excuse" => excuses.RequestAsync(excuse, page.Visitor!.Actor, stop),
            "grant" => excuses.GrantAsync(excuse, page.Visitor!.Actor, stop),
            _ => excuses.RefuseAsync(excuse, page.Visitor!.Actor, stop),
        };
    }

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
