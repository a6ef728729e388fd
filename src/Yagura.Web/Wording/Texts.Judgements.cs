namespace Yagura.Web.Wording;

// Sandbox judgements.
public sealed partial class Texts
{
    public string JudgementsLead => Say("サンドボックスの検知は、受信から制限時間内に独自の判断を記録します。", "Each sandbox alert needs a judgement of our own within the limit from its receipt.");
    public string JudgementsNone => Say("判断を待っている検知はありません。", "No alert waits for a judgement.");
    public string JudgementWaiting => Say("判断待ち", "waiting");
    public string JudgementDone => Say("判断済み", "judged");
    public string Judgement => Say("判断", "Judgement");
    public string Alert => Say("警報番号", "Alert");
    public string ReceivedAtLabel2 => Say("受信", "Received");
    public string Hash => Say("ハッシュ値", "Hash");
    public string Duplicates => Say("同じ警報の重複", "Further copies");
    public string EvidenceRaw => Say("証跡（原文）", "Evidence (raw)");
    public string JudgeIt => Say(Yagura.Operations.Incidents.ActNames.Judge);
    public string JudgeAgain => Say("判断を変更する", "Change the judgement");
    public string JudgeSave => Say("判断を記録する", "Record the judgement");
    public string SameHashJudged => Say("同じハッシュ値の過去の判断", "Earlier judgements of the same hash");
}
