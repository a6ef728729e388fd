using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Yagura.Operations.Store;
using Yagura.Web.Pages;

namespace Yagura.Access;

/// <summary>What is done with accounts: listed, added, given a new password, switched off and on.</summary>
internal sealed class AccountDesk(UserManager<Account> accounts, RoleManager<IdentityRole> roles, StoreContext store, OperationsStore journal, TimeProvider clock)
{
    /// <summary>The letters of a user name: it stands in journal actors and addresses.</summary>
    public const string NameLetters = "abcdefghijklmnopqrstuvwxyz0123456789.-_";

    /// <summary>Longest user name, in characters.</summary>
    public const int NameMax = 32;

    // An account that is switched off is locked until a time that never comes; a lock after failures ends.
    private static readonly DateTimeOffset Never = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Whether an account is switched off.</summary>
    public static bool IsDisabled(Account account) => account.LockoutEnd >= Never;

    /// <summary>Whether a text can be a user name.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= NameMax && char.IsAsciiLetterOrDigit(name[0]) && name.All(NameLetters.Contains);

    /// <summary>All accounts by name.</summary>
    public async Task<IReadOnlyList<AccountLine>> ListAsync()
    {
        var lines = await (
            from account in store.Users
            join grant in store.UserRoles on account.Id equals grant.UserId into grants
            from grant in grants.DefaultIfEmpty()
            join role in store.Roles on grant.RoleId equals role.Id into named
            from role in named.DefaultIfEmpty()
            orderby account.UserName
            select new { account, role = role.Name }).AsNoTracking().ToListAsync();
        return [.. lines.Select(line => new AccountLine(
            line.account.UserName ?? "", line.account.DisplayName, line.role ?? "", IsDisabled(line.account),
            IsDisabled(line.account) ? null : line.account.LockoutEnd, line.account.OneTimePassword, line.account.CreatedAt))];
    }

    /// <summary>The account of a name; null for none.</summary>
    public Task<Account?> FindAsync(string name) => accounts.FindByNameAsync(name);

    /// <summary>Adds an account and gives out its one-time password.</summary>
    /// <exception cref="InvalidOperationException">The name is taken or no name.</exception>
    /// <param name="form">What was typed.</param>
    /// <param name="by">Who adds it, <c>administrator:name</c> or <c>machine</c>: who makes a client account could confirm in the client's name, so the journal and every evaluation name him.</param>
    public async Task<NewPassword> AddAsync(AccountForm form, string by)
    {
        var password = PasswordRule.OneTime();
        await AddAsync(form, password, by);
        return new NewPassword(form.Name, password);
    }

    /// <summary>Adds an account with a one-time password that was made elsewhere.</summary>
    /// <exception cref="InvalidOperationException">The name is taken or no name.</exception>
    public async Task AddAsync(AccountForm form, string password, string by)
    {
        if (!await roles.RoleExistsAsync(form.Role)) Demand(await roles.CreateAsync(new IdentityRole(form.Role)));
        var account = new Account { UserName = form.Name, DisplayName = form.DisplayName, OneTimePassword = true, LockoutEnabled = true, CreatedAt = clock.GetUtcNow() };
        Demand(await accounts.CreateAsync(account, password));
        Demand(await accounts.AddToRoleAsync(account, form.Role));
        await RecordAsync("account.created", form.Name, form.Role, what: null, by);
    }

    /// <summary>Makes the present password useless and gives out a one-time one; every session of the account ends within a minute.</summary>
    /// <param name="account">The account.</param>
    /// <param name="by">Who resets it.</param>
    public async Task<NewPassword> ResetAsync(Account account, string by)
    {
        var password = PasswordRule.OneTime();
        Demand(await accounts.RemovePasswordAsync(account));
        Demand(await accounts.AddPasswordAsync(account, password));
        account.OneTimePassword = true;
        account.AccessFailedCount = 0;
        if (!IsDisabled(account)) account.LockoutEnd = null;
        Demand(await accounts.UpdateAsync(account));
        await RecordAsync("account.changed", account.UserName ?? "", await RoleAsync(account), "password reset", by);
        return new NewPassword(account.UserName ?? "", password);
    }

    /// <summary>Switches an account off or on; switching off ends its sessions within a minute.</summary>
    /// <param name="account">The account.</param>
    /// <param name="on">On or off.</param>
    /// <param name="by">Who switches it.</param>
    public async Task SwitchAsync(Account account, bool on, string by)
    {
        Demand(await accounts.SetLockoutEndDateAsync(account, on ? null : Never));
        Demand(await accounts.UpdateSecurityStampAsync(account));
        await RecordAsync("account.changed", account.UserName ?? "", await RoleAsync(account), on ? "switched on" : "switched off", by);
    }

    private async Task<string?> RoleAsync(Account account) => (await accounts.GetRolesAsync(account)).FirstOrDefault();

    private Task RecordAsync(string kind, string account, string? role, string? what, string by) => journal.WriteAsync(
        transaction => Task.FromResult(transaction.Append(new JournalDraft(kind, $"account:{account}", by, Stated: null, new Dictionary<string, object?> { ["account"] = account, ["role"] = role, ["what"] = what, ["by"] = by }))),
        CancellationToken.None);

    /// <summary>Replaces a person's own password.</summary>
    /// <returns>False when the current one is wrong.</returns>
    public async Task<bool> ChangeAsync(Account account, string current, string replacement)
    {
        var result = await accounts.ChangePasswordAsync(account, current, replacement);
        if (result.Errors.Any(error => error.Code == nameof(IdentityErrorDescriber.PasswordMismatch))) return false;
        Demand(result);
        account.OneTimePassword = false;
        Demand(await accounts.UpdateAsync(account));
        return true;
    }

    private static void Demand(IdentityResult result)
    {
        if (!result.Succeeded) throw new InvalidOperationException(string.Join(' ', result.Errors.Select(error => error.Description)));
    }
}
