namespace Yagura.Web.Wording;

// The frame of every page, signing in, accounts, and words used everywhere.
public sealed partial class Texts
{
    public string Product => Say("Yagura 櫓", "Yagura");
    public string SkipToContent => Say("本文へ移動", "Skip to content");
    public string Menu => Say("メニュー", "Menu");
    public string Overview => Say("概況", "Overview");
    public string Incidents => Say("インシデント", "Incidents");
    public string Judgements => Say("サンドボックス判断", "Sandbox judgements");
    public string Sources => Say("ログ送信元", "Sources");
    public string ServiceLevels => Say("サービス品質", "Service levels");
    public string Journal => Say("業務記録", "Journal");
    public string Archive => Say("ログ保管", "Archive");
    public string Deliverables => Say("納品物・報告書", "Deliverables and reports");
    public string Search => Say("ログ検索", "Search");
    public string Accounts => Say("利用者管理", "Accounts");
    public string MyAccount => Say("自分の設定", "My account");
    public string SignIn => Say("サインイン", "Sign in");
    public string SignOut => Say("サインアウト", "Sign out");
    public string LanguageWord => Say("言語", "Language");
    public string Look => Say("表示", "Look");
    public string LookLight => Say("明るい", "Light");
    public string LookDark => Say("暗い", "Dark");
    public string LookAuto => Say("端末に合わせる", "As the device");
    public string DemoStamp => Say("模擬データ", "simulated data");
    public string DemoExplained => Say("表示中の機関・ログ・インシデントはすべて模擬です。", "The institution, the logs and the incidents shown are all simulated.");
    public string ServerTime => Say("現在時刻", "Time");
    public string LiveOn => Say("自動更新中", "Live");
    public string LiveOff => Say("自動更新が止まっています", "Not live");
    public string Breadcrumbs => Say("現在位置", "You are here");

    public string Name => Say("利用者名", "User name");
    public string Password => Say("パスワード", "Password");
    public string SignInLead => Say("利用者名とパスワードを入力してください。", "Enter your user name and password.");
    public string SignInFailed => Say("利用者名かパスワードが違います。", "The user name or the password is wrong.");
    public string SignInLocked(int minutes) => Say($"続けて間違えたため、この利用者は{minutes}分間サインインできません。", $"After repeated failures this account cannot sign in for {minutes} minutes.");
    public string SignInDisabled => Say("この利用者は停止されています。管理者に連絡してください。", "This account is disabled. Ask your administrator.");
    public string SignedOut => Say("サインアウトしました。", "You have signed out.");
    public string ChangePassword => Say("パスワードの変更", "Change password");
    public string MustChangePassword => Say("初期パスワードのままです。続けるには、新しいパスワードに変更してください。", "This is a one-time password. Choose a new one to go on.");
    public string CurrentPassword => Say("現在のパスワード", "Current password");
    public string NewPassword => Say("新しいパスワード", "New password");
    public string RepeatPassword => Say("新しいパスワード（確認）", "New password, again");
    public string PasswordRule(int length) => Say($"{length}文字以上。文字の種類は問いません。", $"At least {length} characters, of any kind.");
    public string PasswordTooShort(int length) => Say($"新しいパスワードは{length}文字以上にしてください。", $"The new password must have at least {length} characters.");
    public string PasswordsDiffer => Say("新しいパスワードと確認の入力が一致しません。", "The new password and its repetition differ.");
    public string PasswordSame => Say("新しいパスワードが今のものと同じです。別のものにしてください。", "The new password is the current one. Choose another.");
    public string PasswordWrong => Say("現在のパスワードが違います。", "The current password is wrong.");
    public string PasswordChanged => Say("パスワードを変更しました。", "The password was changed.");

    public string AccountsLead => Say("サインインできる利用者と、その役割です。", "Who can sign in, and in which role.");
    public string AccountAdd => Say("利用者の追加", "Add an account");
    public string AccountDisplayName => Say("表示名", "Display name");
    public string AccountDisplayNameHint => Say("業務記録に残る氏名です（例: 佐藤 花子）。", "The name that stands in the journal.");
    public string AccountNameHint => Say("半角の英小文字・数字・. - _ で、32文字まで。", "Lower-case letters, digits and . - _, at most 32.");
    public string AccountNameWrong => Say("利用者名は半角の英小文字・数字・. - _ で、32文字までにしてください。", "A user name has lower-case letters, digits and . - _, at most 32.");
    public string AccountNameTaken(string name) => Say($"利用者名「{name}」はすでに使われています。", $"The user name {name} is already in use.");
    public string AccountRoleMissing => Say("役割を選んでください。", "Choose a role.");
    public string AccountCreated(string name) => Say($"利用者「{name}」を追加しました。", $"The account {name} was added.");
    public string AccountReset => Say("パスワードの再発行", "Issue a new password");
    public string AccountResetExplained => Say("今のパスワードは使えなくなり、一回限りのパスワードを発行します。", "The present password stops working; a one-time password is issued.");
    public string AccountWasReset(string name) => Say($"利用者「{name}」のパスワードを再発行しました。", $"A new password was issued for {name}.");
    public string AccountDisable => Say("停止", "Disable");
    public string AccountEnable => Say("停止を解除", "Enable");
    public string AccountDisabled(string name) => Say($"利用者「{name}」を停止しました。", $"The account {name} was disabled.");
    public string AccountEnabled(string name) => Say($"利用者「{name}」の停止を解除しました。", $"The account {name} was enabled.");
    public string AccountNotYourself => Say("自分自身は停止できません。ほかの管理者に依頼してください。", "You cannot disable yourself. Ask another administrator.");
    public string AccountNotYourselfReset => Say("自分のパスワードは「自分の設定」で変更してください。", "Change your own password under My account.");
    public string OneTimePassword => Say("一回限りのパスワード", "One-time password");
    public string OneTimePasswordOnce => Say("この画面を離れると二度と表示されません。本人に安全な方法で伝えてください。", "It is not shown again after you leave this page. Hand it over safely.");
    public string OneTimePasswordState => Say("初期パスワード", "one-time password");
    public string Role => Say("役割", "Role");
    public string State => Say("状態", "State");
    public string Active => Say("有効", "active");
    public string Disabled => Say("停止中", "disabled");
    public string Locked => Say("一時ロック中", "locked");

    public string RoleName(string role) => role switch
    {
        "analyst" => Say("分析担当（受託者）", "analyst (contractor)"),
        "client" => Say("担当者（委託者）", "client officer"),
        "auditor" => Say("監査", "auditor"),
        "administrator" => Say("管理者", "administrator"),
        _ => Unknown(role),
    };

    public string Save => Say("保存", "Save");
    public string Cancel => Say("やめる", "Cancel");
    public string Back => Say("戻る", "Back");
    public string Apply => Say("絞り込む", "Apply");
    public string ClearFilter => Say("条件を解除", "Clear");
    public string All => Say("すべて", "All");
    public string None => Say("なし", "none");
    public string Details => Say("詳細", "Details");
    public string Number => Say("番号", "No.");
    public string Subject => Say("対象", "Subject");
    public string Kind => Say("種別", "Kind");
    public string When => Say("日時", "Time");
    public string Who => Say("記録者", "By");
    public string What => Say("内容", "What");
    public string Reason => Say("理由", "Reason");
    public string Required => Say("必須", "required");
    public string Optional => Say("任意", "optional");
    public string Previous => Say("前へ", "Previous");
    public string Next => Say("次へ", "Next");
    public string Count(long count) => Say($"{count:N0}件", $"{count:N0}");
    public string Shown(long first, long last, long total) => Say($"{total:N0}件中 {first:N0}〜{last:N0}件", $"{first:N0} to {last:N0} of {total:N0}");
    public string Nothing => Say("該当するものはありません。", "Nothing matches.");
    public string ErrorSummary => Say("次の点を直してください。", "Please correct the following.");
    public string NotFoundTitle => Say("見つかりません", "Not found");
    public string NotFoundText => Say("このURLのページはありません。番号や日付を確かめてください。", "There is no page at this address. Check the number or the date.");
    public string ForbiddenTitle => Say("権限がありません", "Not allowed");
    public string ForbiddenText => Say("あなたの役割では、この操作はできません。", "Your role does not allow this.");
    public string FailedTitle => Say("処理できませんでした", "It did not work");
    public string FailedText(string id) => Say($"記録は変更されていません。管理者に番号 {id} を伝えてください。", $"Nothing was recorded. Give your administrator the number {id}.");
    public string TokenExpired => Say("画面が古くなっています。開き直してから、もう一度操作してください。", "This page is out of date. Open it again, then repeat what you did.");
}
