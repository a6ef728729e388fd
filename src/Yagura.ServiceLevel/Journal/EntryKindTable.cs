using static Yagura.ServiceLevel.Journal.SubjectKinds;

namespace Yagura.ServiceLevel.Journal;

/// <summary>The rows of the catalogue, family by family.</summary>
internal static class EntryKindTable
{
    public static IEnumerable<EntryKind> Rows() =>
    [
        .. Configuration(), .. Incidents(), .. Containment(), .. Judgements(), .. Vulnerabilities(), .. Deliverables(),
        .. Logs(), .. Evidence(), .. Services(), .. Evaluations(), .. Corrections(),
    ];

    private static EntryKind K(string name, SubjectKinds subjects, string required, string optional, string ja, string en) =>
        new(name, subjects, Words(required), Words(optional), new Bilingual(ja, en));

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<EntryKind> Configuration() =>
    [
        K("contract.adopted", Other, "id version sha256 effective", "agreed_by", "契約（版）の採用", "a contract version is adopted"),
        K("configuration.changed", Other, "", "file before after what", "設定の変更", "a configuration file or setting changed"),
        K("account.created", Other, "account role", "by", "利用者の登録", "an account was made"),
        K("account.changed", Other, "account", "role by what", "利用者の変更", "an account changed"),
        K("source.registered", Source, "", "counts decoder time_zone from", "送信元の登録", "a source is registered and counts from here") with { Recurs = true },
        K("source.changed", Source, "", "what before after agreed_by", "送信元の変更", "a source's registration changed") with { Recurs = true },
        K("source.retired", Source, "", "reason agreed_by", "送信元の廃止", "a source is retired") with { Recurs = true },
        K("source.maintenance", Source, "", "from to reason agreed_by", "送信元の保守", "agreed maintenance of a source") with { Recurs = true },
        K("rules.loaded", Other, "hash", "from_seq count", "検知ルールの読込み", "a rule set is loaded"),
        K("rule.blind", Other, "rule from to reason", "node", "未照合区間", "a range that a rule did not see"),
        K("rule.blind-closed", Other, "blind hunt", "", "未照合区間の解消", "a hunt looked through a range that a rule did not see"),
        K("rules.hunted", Other, "hash from_seq to_seq", "node from to findings new", "遡及調査", "rules were run over the sealed archive"),
        K("analysis.passed", Other, "node seq", "rules failed_rules", "分析の到達", "analysis passed a sequence number"),
        K("shift.handed-over", Other, "", "to notes", "引継ぎ", "a shift was handed over") with { Recurs = true },
    ];

    private static IEnumerable<EntryKind> Incidents() =>
    [
        K("incident.opened", Incident, "", "title title_ja drill rule entity severity", "インシデントの起票（時計は動かない）", "an incident is opened; starts nothing"),
        K("incident.detected", Incident, "", "finding received rule drill", "検知（最初の検出を起こした記録の受信時刻）", "detection: the receive time of the record that triggered the earliest finding") with { TimeMember = "received" },
        K("incident.reported", Incident, "", "by channel drill", "申告の受付", "a client report is taken in"),
        K("incident.severity-set", Incident, "severity", "reason provisional agreed_by", "危険度の判定", "the severity is set or changed") with { Recurs = true },
        K("incident.assigned", Incident, "", "to", "担当の割当て", "somebody takes the incident") with { Recurs = true },
        K("incident.contact-attempted", Incident, "", "to channel result", "連絡の試み", "contact was attempted") with { Recurs = true },
        K("incident.contacted", Incident, "", "to channel result", "担当者への連絡", "the client was contacted") with { Recurs = true },
        K("incident.linked", Incident, "", "to as", "関連付け", "linked to another record"),
        K("incident.merged", Incident, "into", "reason", "統合", "merged into another incident, which survives"),
        K("incident.split", Incident, "from", "findings reason", "分割", "split from another incident"),
        K("incident.reopened", Incident, "", "reason", "再開（時計は動かない）", "reopened; restarts nothing") with { Recurs = true },
        K("incident.withdrawn", Incident, "reason", "by agreed_by approver", "取消", "withdrawn: it was none") with { Guarded = true },
        K("incident.closed", Incident, "", "outcome impact", "終結（時計は止まらない）", "closed; stops nothing") with { Recurs = true },
        K("finding.triaged", Incident | Detection, "verdict", "reason finding", "検出の選別", "a finding was triaged"),
    ];

    private static IEnumerable<EntryKind> Containment() =>
    [
        K("containment.decided", Incident, "target", "by", "遮断実施の判断", "containment of a target is decided"),
        K("containment.declined", Incident, "", "targets by reason agreed_by", "遮断不要の判断", "containment is declined"),
        K("containment.completed", Incident, "target", "action by", "通信遮断の完了", "containment of a target is completed"),
        K("containment.failed", Incident, "target", "reason", "通信遮断の失敗", "containment of a target failed") with { Recurs = true },
        K("containment.released", Incident, "target", "reason by", "遮断解除", "containment of a target is released") with { Recurs = true },
    ];

    private static IEnumerable<EntryKind> Judgements() =>
    [
        K("sandbox.detected", Detection, "", "alert source hash received seq item drill", "サンドボックスの検知（受信時刻）", "the sandbox's alert was received") with { TimeMember = "received" },
        K("judgement.made", Detection, "verdict", "reason", "独自の判断", "a person's own judgement"),
        K("judgement.reused", Detection, "of", "verdict", "判断の再利用（同一ハッシュ）", "a judgement of the same hash is reused"),
    ];

    private static IEnumerable<EntryKind> Vulnerabilities() =>
    [
        K("vulnerability.published", Vulnerability, "", "source time precision drill", "脆弱性情報の公表", "publication of vulnerability information") with { TimeMember = "time" },
        K("vulnerability.notified", Vulnerability, "", "to server channel", "脆弱性情報の連絡", "the client was told"),
        K("takedown.scope-added", Server | Vulnerability, "server", "software", "緊急公開停止の対象への追加", "a server enters the scope of emergency takedown"),
        K("takedown.scope-removed", Server | Vulnerability, "server", "software", "緊急公開停止の対象からの除外", "a server leaves the scope"),
        K("takedown.required", Vulnerability, "servers", "vulnerability criterion", "緊急公開停止の要", "takedown of servers is required"),
        K("takedown.not-required", Vulnerability, "", "server reason by agreed_by", "緊急公開停止の不要", "takedown is not required"),
        K("takedown.completed", Vulnerability, "server", "action", "サーバの公開停止", "a server was taken down"),
        K("instruction.given", Incident | Vulnerability | Service, "", "text server by", "指示", "the client gave an instruction") with { Recurs = true },
        K("instruction.completed", Incident | Vulnerability | Service, "", "server of", "指示の実施", "the instruction was carried out") with { Recurs = true },
    ];

    private static IEnumerable<EntryKind> Deliverables() =>
    [
        K("deliverable.ordered", Deliverable, "", "due title", "納品物の指示", "a deliverable was ordered"),
        K("deliverable.due-moved", Deliverable, "due", "reason agreed_by approver", "納期の変更", "a due time was moved, before it came") with { Guarded = true },
        K("deliverable.waived", Deliverable, "", "reason agreed_by approver", "納品の免除", "a deliverable was waived, before its due time") with { Guarded = true },
        K("deliverable.submitted", Deliverable, "", "version receipt", "提出", "a version was submitted") with { Recurs = true },
        K("deliverable.rejected", Deliverable, "", "version reason", "差戻し", "a version was rejected") with { Recurs = true },
        K("deliverable.accepted", Deliverable, "", "version", "受領", "a version was accepted") with { Recurs = true },
    ];

    private static IEnumerable<EntryKind> Logs() =>
    [
        K("log.gap", Source, "", "scope from to count first last reason", "ログの欠落", "a gap in a source's own numbers") with { Recurs = true },
        K("log.dropped", Source, "", "minute count reason", "ログの破棄", "records were dropped and counted") with { Recurs = true },
        K("log.silence-explained", Source, "as", "from to reason scopes agreed_by", "無通信の説明", "silence is explained as quiet, off or lost; by the machine where the source's own numbers go on over it") with { Recurs = true },
        K("log.resend-requested", Source, "", "gap from to", "再送依頼", "a resend was requested") with { Recurs = true },
        K("log.resent", Source, "", "gap count", "再送の受信", "resent records were received") with { Recurs = true },
        K("log.gap-repaired", Source, "", "gap minutes from to", "欠落の回復", "a gap was repaired") with { Recurs = true },
        K("log.drop-cleared", Source, "where from to", "scopes reason", "破棄の打消し（番号の連続）", "dropped or refused input was none of this source's: its own numbers go on over those minutes, or came again") with { Recurs = true },
        K("coverage.stated", Other, "date lost", "unproven pending seals excluded minutes", "受信・分析状況（日次）", "the day's coverage as computed from the seals"),
    ];

    private static IEnumerable<EntryKind> Evidence() =>
    [
        K("archive.day-verified", Other, "date", "sources seals copy ok lost", "保存ログの日次検証", "a stored day was verified"),
        K("evidence.deleted", Other, "", "from to date seals records reason approver", "証跡の削除", "evidence was deleted") with { Guarded = true },
        K("evidence.read", Other, "", "what reason", "証跡の閲覧", "evidence was read"),
        K("evidence.exported", Other, "", "what to reason", "証跡の持出し", "evidence was exported"),
        K("hold.placed", Other, "", "from to reason approver", "保全の指定", "a legal hold was placed") with { Guarded = true },
        K("hold.lifted", Other, "", "of reason approver", "保全の解除", "a legal hold was lifted") with { Guarded = true },
        K("key.revoked", Other, "", "key reason", "署名鍵の失効", "a signing key was revoked"),
        K("archive.rolled-back", Other, "seal origin next", "gone_seal gone_journal reason", "証跡の巻戻りの受入れ", "a rolled-back archive goes on under a new origin; what is gone is stated"),
    ];

    private static IEnumerable<EntryKind> Services() =>
    [
        K("service.down", Service, "", "reason drill", "停止", "a service stopped") with { Recurs = true },
        K("service.degraded", Service, "", "reason", "性能低下", "a service is degraded") with { Recurs = true },
        K("service.unknown", Service, "", "reason", "状態不明", "a service's state is not known") with { Recurs = true },
        K("service.restored", Service, "", "action", "復旧", "a service was restored") with { Recurs = true },
        K("outage.planned", Service, "from to", "id reason agreed_by", "計画停止", "a planned outage, recorded before it begins") with { Recurs = true, Guarded = true },
        K("outage.cancelled", Service, "", "from of reason", "計画停止の取りやめ", "a planned outage is cancelled") with { Recurs = true },
        K("failure.recorded", Any, "", "title of", "障害の記録", "a failure was recorded"),
        K("failure.graded", Any, "grave", "criterion by agreed_by", "障害の重大性の判定", "a failure was graded grave or not") with { Recurs = true, Guarded = true },
    ];

    private static IEnumerable<EntryKind> Evaluations() =>
    [
        K("period.attested", Other, "", "measure period from to", "期間の証明", "a period is attested"),
        K("evaluation.decided", Other, "measure", "grade text impact prevention by period", "評価", "a person's evaluation of a measure"),
        K("evaluation.issued", Other, "period as_of", "number sha256 from to", "評価書の発行", "an evaluation was issued"),
        K("excuse.requested", Any, "", "measure target attribution reason evidence approver", "免責の申請", "an excuse was requested") with { Recurs = true, Guarded = true },
        K("excuse.granted", Any, "", "measure target attribution reason evidence approver", "免責の承認", "an excuse was granted") with { Recurs = true, Guarded = true },
        K("excuse.refused", Any, "", "measure target reason approver", "免責の不承認", "an excuse was refused") with { Recurs = true, Guarded = true },
        K("improvement.proposed", Any, "", "text", "改善提案", "an improvement was proposed"),
        K("improvement.adopted", Any, "", "of text", "改善提案の採用", "an improvement was adopted"),
        K("prevention.recorded", Any, "", "text", "再発防止策", "recurrence prevention was recorded"),
        K("escalation.sent", Any, "", "clock share to channel", "督促の送信", "an escalation was sent") with { Recurs = true },
        K("escalation.failed", Any, "", "clock share to channel reason", "督促の不達", "an escalation failed") with { Recurs = true },
        K("escalation.acknowledged", Any, "", "clock share to channel", "督促の確認", "an escalation was acknowledged") with { Recurs = true },
    ];

    private static IEnumerable<EntryKind> Corrections() =>
    [
        K("entry.corrected", Any, "entry set reason approver", "", "訂正", "an entry's stated time or data is corrected"),
        K("entry.retracted", Any, "entry reason approver", "", "取下げ", "an entry is retracted"),
        K("entry.confirmed", Any, "entry", "", "時刻の確認", "the client confirms a stated time"),
        K("entry.disputed", Any, "entry", "reason", "時刻への異議", "the client disputes an entry"),
    ];
}
