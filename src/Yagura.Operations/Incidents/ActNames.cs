using Yagura.ServiceLevel;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Operations.Incidents;

/// <summary>What people call the acts that stop clocks: the words on their buttons, so that a refusal can name the button that is missing.</summary>
public static class ActNames
{
    /// <summary>連絡を記録.</summary>
    public static readonly Bilingual Contact = new("連絡を記録", "Record contact");

    /// <summary>遮断の完了を記録.</summary>
    public static readonly Bilingual Complete = new("遮断の完了を記録", "Record containment");

    /// <summary>遮断不要の判断.</summary>
    public static readonly Bilingual Decline = new("遮断不要の判断", "Decline containment");

    /// <summary>遮断実施の判断.</summary>
    public static readonly Bilingual Decide = new("遮断実施の判断", "Decide containment");

    /// <summary>判断する.</summary>
    public static readonly Bilingual Judge = new("判断する", "Judge");

    /// <summary>The words of a kind: its button's, else what the kind records.</summary>
    public static Bilingual Of(string kind) => kind switch
    {
        "incident.contacted" => Contact,
        "containment.completed" => Complete,
        "containment.declined" => Decline,
        "containment.decided" => Decide,
        "judgement.made" => Judge,
        _ => EntryKinds.Find(kind)?.Text ?? new Bilingual(kind, kind),
    };

    /// <summary>The words of several kinds, in one line.</summary>
    public static Bilingual Of(IEnumerable<string> kinds)
    {
        var names = kinds.Select(Of).Distinct().ToList();
        return new Bilingual(string.Join("／", names.Select(name => $"「{name.Ja}」")), string.Join(" or ", names.Select(name => $"'{name.En}'")));
    }
}
