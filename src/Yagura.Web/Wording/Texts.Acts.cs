namespace Yagura.Web.Wording;

// Acts on entries, findings, silences, excuses and deliverables.
public sealed partial class Texts
{
    public string SilenceExplain => Say("沈黙の理由を記録", "Explain a silence");
    public string SilenceExplainHint => Say("理由を記録するまで、その時間は「証明不能」です。", "Until it is explained, its minutes cannot be proven.");
    public string UnconfirmedByYou => Say("受託者だけの記録は、評価に「委託者の確認なし」と印字されます。", "What the contractor records alone is printed as not confirmed by the client.");
    public string ApproverRule => Say("承認者は、記録する本人以外です。時計を開始・停止する記録と免責の訂正・取下げは、委託者の担当者（client:利用者名）だけが承認できます。", "The approver is somebody else. For entries that start or stop a clock, and for excuses, only the client's officer (client:name) can approve.");
    public string ApproverField => Say("承認者（client:利用者名 など）", "Approver (client:name …)");
    public string ConfirmHint => Say("この記録の時刻を、委託者として確認します。評価の「未確認の時刻」から外れます。", "Confirms this entry's time for the client; it no longer counts as an unconfirmed time.");
    public string RetractHint => Say("種別や対象を誤った場合は、取り下げてから正しく記録し直します。", "Where kind or subject was wrong: retract, then record anew.");
    public string CorrectTime => Say("正しい時刻", "Right time");
    public string CorrectMember => Say("訂正する項目", "Member to correct");
    public string CorrectValue => Say("正しい内容", "Right value");
    public string FindingQueue => Say("検出の承認待ち", "Findings to accept");
    public string FindingQueueLead => Say("遡及調査と取込みによる検出です。承認するまでインシデントにはならず、時計も動きません。", "Found by hunts and imports. They open no incident and start no clock until they are accepted.");
    public string FindingQueueNone => Say("承認待ちの検出はありません。", "No finding waits.");
    public string FindingAccept => Say("承認して起票", "Accept");
    public string FindingAcceptHint => Say("承認した時刻に検知したものとして、時計が動きます。", "It counts as detected now; the clocks run from here.");
    public string FindingReject => Say("却下", "Reject");

    public string LinkIt => Say("関連付ける", "Link");
    public string LinkTo => Say("関連付け先（INC-番号など）", "Linked to (INC-number …)");
    public string LinkAs => Say("関係", "Relation");
    public string MergeIt => Say("統合する", "Merge");
    public string MergeHint => Say("統合先が検出を引き継ぎます。最も早い検知時刻と超過も引き継がれ、時計はやり直しになりません。", "The survivor takes the findings, the earliest detection and any over; no clock begins anew.");
    public string SplitIt => Say("分割する", "Split");
    public string SplitHint => Say("選んだ検出が新しいインシデントになり、その最も早い検出の時刻に検知したものとなります。", "The chosen findings become an incident of their own, detected with the earliest of them.");
    public string TriageIt => Say("検出を選別", "Triage");
    public string ExcuseRequest => Say("免責を申請", "Request an excuse");
    public string ExcuseGrant => Say("免責を承認", "Grant an excuse");
    public string ExcuseRefuse => Say("免責を却下", "Refuse an excuse");
    public string ExcuseRule => Say("免責は一方が申請し、他方が承認します。帰責が受託者のものは承認できません。実績の数値は変わらず、免責後の数値が並記されます。", "One party requests, the other grants. What is the contractor's own fault cannot be granted. The raw figure stays; the adjusted one is printed beside it.");
    public string AttributionWord => Say("帰責", "Attribution");
    public string EvidenceWord => Say("証跡", "Evidence");
    public string VersionsTitle => Say("保存した版", "Stored versions");
    public string VersionsNone => Say("保存した版はまだありません。", "No version is stored yet.");
    public string VersionOf(int version) => Say($"第{version}版", $"version {version}");
    public string SubmitIt => Say("提出を記録", "Record submission");
    public string AcceptIt => Say("受領を記録", "Accept");
    public string RejectIt => Say("差戻しを記録", "Reject");
    public string MoveIt => Say("納期を変更", "Move the due time");
    public string WaiveIt => Say("納品を免除", "Waive");
    public string BeforeDueOnly => Say("納期の変更と免除は、納期の前に、委託者の担当者の同意を得た場合だけです。", "Only before the due time, and with the client's agreement.");
    public string NewDue => Say("新しい納期", "New due time");
    public string VersionField => Say("版", "Version");
    public string ReceiptField => Say("受領の証跡（任意）", "Receipt (optional)");
    public string DueUnknown => Say("この契約期間に納期はありません", "not due in this contract's period");

    public string AttributionName(string attribution) => attribution switch
    {
        "contractor" => Say("受託者", "contractor"),
        "client" => Say("委託者", "client"),
        "third-party" => Say("第三者", "third party"),
        "force-majeure" => Say("不可抗力", "force majeure"),
        _ => Unknown(attribution),
    };

    public string AmendName(string act) => act switch
    {
        "confirm" => Say("確認する", "Confirm"),
        "dispute" => Say("異議を記録", "Dispute"),
        "correct" => Say("訂正する", "Correct"),
        "retract" => Say("取り下げる", "Retract"),
        _ => Unknown(act),
    };

    public string LaneName(string lane) => lane switch
    {
        "live" => Say("受信", "live"),
        "resend" => Say("再送", "resend"),
        "import" => Say("取込み", "import"),
        "hunt" => Say("遡及調査", "hunt"),
        _ => Unknown(lane),
    };
}
