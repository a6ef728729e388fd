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
