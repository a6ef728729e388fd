namespace Yagura.Web.Wording;

// The archive.
public sealed partial class Texts
{
    public string ArchiveLead => Say("受信したログは、封緘し、後から変えれば分かる形で保管します。", "What was received is sealed, so that a later change shows.");
    public string ArchiveFault => Say("保管の状態を読み取れませんでした。", "The archive could not be read.");
    public string PinsTitle => Say("外部控え", "Pins held outside");
    public string PinnedByNobody => Say("外部控えがありません", "pinned by nobody");
    public string PinnedByNobodySince(string since) => Say($"{since}から外部控えがありません", $"pinned by nobody since {since}");
    public string PinsExplained => Say("外部控えがないと、運用者自身による書換えは見つけられません。チェックポイントを委託者の手元に控えてください。", "Without a pin a rewriting by the operator himself cannot be found. Have the client keep a checkpoint.");
    public string CheckpointTitle => Say("最新のチェックポイント", "Newest checkpoint");
    public string CheckpointNone => Say("チェックポイントはまだありません。最初の1時間が終わると作成します。", "There is no checkpoint yet; the first is made when an hour ends.");
    public string JournalHeadWord => Say("業務記録の先頭", "Journal head");
    public string KeyFingerprint => Say("署名鍵の指紋（公開鍵の SHA-256）", "Signing key (SHA-256 of the public key)");
    public string KeyMissing(string id) => Say($"鍵 {id} の公開鍵が保管場所にありません", $"the public key {id} is not in the archive");
    public string SealWord => Say("封緘", "Seal");
    public string SealNumber(long index) => Say($"封緘 {index:N0}", $"seal {index:N0}");
    public string SealsTitle => Say("封緘の一覧", "Seals");
    public string SealsShown(int shown, long total) => Say($"全{total:N0}件のうち新しい{shown:N0}件", $"the newest {shown:N0} of {total:N0}");
    public string SealsNone => Say("封緘はまだありません。5分ごとに作成します。", "There is no seal yet; one is made every five minutes.");
    public string SealRecords => Say("レコード", "Records");
    public string Period => Say("期間", "Period");
    public string SealEvents => Say("記載事項", "States");
    public string SealClean => Say("停止・損傷・損失なし", "no down time, damage or loss");
    public string SealDown(int count) => Say($"停止 {count}件", $"down {count}");
    public string SealDamaged(int count) => Say($"損傷 {count}件", $"damaged {count}");
    public string SealLost(int count) => Say($"損失 {count}件", $"lost {count}");
    public string SealDeleted(int count) => Say($"削除 {count}件", $"deleted {count}");
    public string DayChecksTitle => Say("検証の結果", "Verification");
    public string DayChecksNone => Say("日次の検証はまだ行われていません。検証されていない日は「証明不能」です。", "No day has been verified yet; a day that was not cannot be proven.");
    public string CheckOk => Say("異常なし", "nothing wrong");
    public string CheckFailed => Say("異常あり", "something is wrong");
    public string SealSequences => Say("通し番号", "Sequences");
    public string SealAnalysed => Say("分析済みの通し番号", "Analysed up to");
    public string SealDeletedOf(long index) => Say($"封緘 {index:N0} の証跡を削除", $"evidence of seal {index:N0} deleted");
    public string SealHashOfEvidence => Say("証跡ファイルの SHA-256", "SHA-256 of the evidence");
    public string SealHashBefore => Say("前の封緘の SHA-256", "SHA-256 of the seal before");
    public string VerifyYourself => Say("だれでも同じ検証ができます。", "Anyone can run the same check:");
}
