using Yagura.Operations.Incidents;
using Yagura.Operations.Store;
using Yagura.Web.Parts;
using Yagura.Web.Wording;

namespace Yagura.Web.Pages.Incidents;

/// <summary>Each act's form made into the act.</summary>
internal sealed class IncidentForms(IncidentActs acts, ContainmentActs containment)
{
    private static readonly string[] Acts = ["severity", "contact", "attempt", "decide", "complete", "fail", "release", "decline", "assign", "close", "withdraw", "reopen"];

    /// <summary>Whether a word is one of the acts.</summary>
    public static bool IsAct(string? act) => Acts.Contains(act, StringComparer.Ordinal);

    /// <summary>What an act is called.</summary>
    public static string NameOf(string act, Texts texts) => act switch
    {
        "severity" => texts.SeveritySet,
        "contact" => texts.ContactRecord,
        "attempt" => texts.AttemptRecord,
        "decide" => texts.DecideIt,
        "complete" => texts.CompleteIt,
        "fail" => texts.FailIt,
        "release" => texts.ReleaseIt,
        "decline" => texts.DeclineIt,
        "assign" => texts.AssignTo,
        "close" => texts.CloseIt,
        "withdraw" => texts.WithdrawIt,
        _ => texts.ReopenIt,
    };

    /// <summary>Records an act.</summary>
    /// <exception cref="RefusedException">The rules do not allow it, or a field is missing.</exception>
    public Task RecordAsync(PageContext page, string subject, string act, ActForm form, CancellationToken stop)
    {
        var by = StatedTimes.By(page, form.At, form.Version);
        return act switch
        {
            "severity" => acts.SetSeverityAsync(subject, form.Severity ?? throw Missing(), Refusals.Typed(form.Reason), Agreed(page, form), by, stop),
            "contact" => acts.ContactedAsync(subject, Contact(form), by, stop),
            "attempt" => acts.ContactAttemptedAsync(subject, Contact(form), by, stop),
            "assign" => acts.AssignAsync(subject, form.To?.Trim() ?? "", by, stop),
            "close" => acts.CloseAsync(subject, form.Outcome?.Trim() ?? "", Refusals.Typed(form.Impact), by, stop),
            "withdraw" => acts.WithdrawAsync(subject, form.Reason?.Trim() ?? "", Agreed(page, form), by, stop),
            "reopen" => acts.ReopenAsync(subject, Refusals.Typed(form.Reason), by, stop),
            _ => ContainAsync(subject, act, form, by, stop),
        };
    }

    private Task ContainAsync(string subject, string act, ActForm form, By by, CancellationToken stop)
    {
        var target = form.Target?.Trim() ?? "";
        return act switch
        {
            "decide" => containment.DecideAsync(subject, [target], Refusals.Typed(form.DecidedBy), by, stop),
            "complete" => containment.CompleteAsync(subject, target, Refusals.Typed(form.Action), by, stop),
            "fail" => containment.FailAsync(subject, target, form.Reason?.Trim() ?? "", by, stop),
            "release" => containment.ReleaseAsync(subject, target, Refusals.Typed(form.Reason), by, stop),
            _ => containment.DeclineAsync(subject, target.Length > 0 ? [target] : [], form.Reason?.Trim() ?? "", Refusals.Typed(form.DecidedBy), by, stop),
        };
    }

    private static Contact Contact(ActForm form) => new(form.To?.Trim() ?? "", form.Channel ?? "", Refusals.Typed(form.Result));

    private static string? Agreed(PageContext page, ActForm form) =>
        page.Visitor!.IsClient ? page.Visitor.Actor : Refusals.Typed(form.AgreedBy) is { } name ? name.StartsWith("client:", StringComparison.Ordinal) ? name : $"client:{name}" : null;

    private static RefusedException Missing() => new(Texts.Japanese.SeverityMissing, Texts.English.SeverityMissing);
}
