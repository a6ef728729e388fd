using Microsoft.EntityFrameworkCore;
using Yagura.Operations.Store;
using Yagura.ServiceLevel.Journal;
using Yagura.Web.Pages;

namespace Yagura.Access;

/// <summary>The first administrator's one-time password: in <c>first-password</c> of the data folder (0600), or from a file that an unattended set-up names.</summary>
internal sealed class FirstAdministrator(AccountDesk desk, StoreContext store)
{
    /// <summary>User name of the first administrator.</summary>
    public const string Name = "admin";

    /// <summary>Environment variable that names a file with the password to use.</summary>
    public const string PasswordFileVariable = "YAGURA_ADMIN_PASSWORD_FILE";

    private const string FileName = "first-password";

    /// <summary>Where the one-time password stands.</summary>
    public static string FileIn(string data) => Path.Combine(data, FileName);

    /// <summary>Makes the account when there is none at all.</summary>
    /// <returns>The one-time password that was made here; null when there were accounts, or when a file gave it.</returns>
    public async Task<string?> EnsureAsync(string data)
    {
        if (await store.Users.AnyAsync())
            return null;
        var given = Environment.GetEnvironmentVariable(PasswordFileVariable);
        var password = given is null ? PasswordRule.OneTime() : (await File.ReadAllTextAsync(given)).Trim();
        if (password.Length < PasswordRule.LengthMin)
            throw new InvalidOperationException($"{PasswordFileVariable}: the password in {given} has {password.Length} characters; at least {PasswordRule.LengthMin} are needed");
        await desk.AddAsync(new AccountForm(Name, "Administrator", Roles.Administrator), password, Actor.Machine);
        if (given is null)
            Keep(data, password);
        return given is null ? password : null;
    }

    /// <summary>Gives the first administrator a new one-time password; makes the account when it is missing.</summary>
    public async Task<string> ResetAsync(string data)
    {
        var made = await EnsureAsync(data);
        if (made is not null)
            return made;
        var account = await desk.FindAsync(Name) ?? throw new InvalidOperationException($"there is no account {Name}; another administrator can reset accounts on the page");
        if (AccountDesk.IsDisabled(account))
            await desk.SwitchAsync(account, on: true, Actor.Machine);
        var reset = await desk.ResetAsync(account, Actor.Machine);
        Keep(data, reset.Password);
        return reset.Password;
    }

    private static void Keep(string data, string password)
    {
        var path = FileIn(data);
        File.Delete(path);
        using var file = new StreamWriter(new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }));
        file.WriteLine(password);
    }
}
