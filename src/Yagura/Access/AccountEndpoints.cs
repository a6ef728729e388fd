using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Yagura.Operations.Store;
using Yagura.Web;
using Yagura.Web.Pages;
using Yagura.Web.Wording;

namespace Yagura.Access;

/// <summary>One's own account, and the administrator's list.</summary>
internal static class AccountEndpoints
{
    /// <summary>Where a person replaces the password.</summary>
    public const string PasswordPath = "/account/password";

    /// <summary>Maps <c>/account</c> and <c>/accounts</c>.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var own = routes.OpenPages().MapGroup("").RequireAuthorization();
        own.MapGet(PasswordPath, (HttpContext context, PageContexts contexts) => ShowPassword(context, contexts, StatusCodes.Status200OK, []));
        own.MapPost(PasswordPath, ChangeAsync);
        routes.SignedInPages().MapGet("/account", (HttpContext context, PageContexts contexts) => PageContexts.Show<MyAccount>(contexts.Of(context), StatusCodes.Status200OK));
        var all = routes.SignedInPages().MapGroup("/accounts").RequireAuthorization(policy => policy.RequireRole(Roles.Administrator));
        all.MapGet("", async (HttpContext context, PageContexts contexts, AccountDesk desk) => await ShowAsync(context, contexts, desk, AccountForm.Empty, issued: null, []));
        all.MapPost("", AddAsync);
        all.MapPost("/{name}/reset", ResetAsync);
        all.MapPost("/{name}/disable", (HttpContext context, PageContexts contexts, AccountDesk desk, string name) => SwitchAsync(context, contexts, desk, name, on: false));
        all.MapPost("/{name}/enable", (HttpContext context, PageContexts contexts, AccountDesk desk, string name) => SwitchAsync(context, contexts, desk, name, on: true));
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, PageContexts contexts, AccountDesk desk, SignInManager<Account> door, [FromForm] PasswordForm form)
    {
        var texts = contexts.Of(context).Texts;
        var errors = Faults(texts, form);
        if (errors.Count > 0) return ShowPassword(context, contexts, StatusCodes.Status422UnprocessableEntity, errors);
        var account = await door.UserManager.GetUserAsync(context.User);
        if (account is null) return Results.LocalRedirect("/sign-in");
        if (!await desk.ChangeAsync(account, form.Current!, form.New!)) return ShowPassword(context, contexts, StatusCodes.Status422UnprocessableEntity, [texts.PasswordWrong]);
        await SignInEndpoints.OpenAsync(context, door, account);
        return contexts.GoOn(context, "/", texts.PasswordChanged);
    }

    private static List<string> Faults(Texts texts, PasswordForm form)
    {
        // Bounded by the checks below.
        var errors = new List<string>();
        if ((form.New ?? "").Length < PasswordRule.LengthMin) errors.Add(texts.PasswordTooShort(PasswordRule.LengthMin));
        if (form.New != form.Repeat) errors.Add(texts.PasswordsDiffer);
        if (form.New == form.Current) errors.Add(texts.PasswordSame);
        return errors;
    }

    private static IResult ShowPassword(HttpContext context, PageContexts contexts, int status, IReadOnlyList<string> errors) =>
        PageContexts.Show<PasswordPage>(contexts.Of(context), status, (nameof(PasswordPage.LengthMin), PasswordRule.LengthMin), (nameof(PasswordPage.Errors), errors));

    private static async Task<IResult> AddAsync(HttpContext context, PageContexts contexts, AccountDesk desk, [FromForm] NewAccountForm typed)
    {
        var form = new AccountForm((typed.Name ?? "").Trim(), (typed.Display ?? "").Trim(), typed.Role ?? "");
        var texts = contexts.Of(context).Texts;
        // Bounded by the checks below.
        var errors = new List<string>();
        if (!AccountDesk.IsName(form.Name)) errors.Add(texts.AccountNameWrong);
        else if (await desk.FindAsync(form.Name) is not null) errors.Add(texts.AccountNameTaken(form.Name));
        if (!Roles.All.Contains(form.Role, StringComparer.Ordinal)) errors.Add(texts.AccountRoleMissing);
        if (errors.Count > 0) return await ShowAsync(context, contexts, desk, form, issued: null, errors);
        var issued = await desk.AddAsync(form with { DisplayName = form.DisplayName is { Length: > 0 and <= 64 } shown ? shown : form.Name }, By(context));
        return await ShowAsync(context, contexts, desk, AccountForm.Empty, issued, []);
    }

    private static async Task<IResult> ResetAsync(HttpContext context, PageContexts contexts, AccountDesk desk, string name)
    {
        if (await desk.FindAsync(name) is not { } account) return Results.NotFound();
        if (account.UserName == context.User.Identity?.Name) return await ShowAsync(context, contexts, desk, AccountForm.Empty, issued: null, [contexts.Of(context).Texts.AccountNotYourselfReset]);
        return await ShowAsync(context, contexts, desk, AccountForm.Empty, await desk.ResetAsync(account, By(context)), []);
    }

    private static async Task<IResult> SwitchAsync(HttpContext context, PageContexts contexts, AccountDesk desk, string name, bool on)
    {
        var texts = contexts.Of(context).Texts;
        if (await desk.FindAsync(name) is not { } account) return Results.NotFound();
        if (account.UserName == context.User.Identity?.Name) return await ShowAsync(context, contexts, desk, AccountForm.Empty, issued: null, [texts.AccountNotYourself]);
        await desk.SwitchAsync(account, on, By(context));
        return contexts.GoOn(context, "/accounts", on ? texts.AccountEnabled(name) : texts.AccountDisabled(name));
    }

    // Only administrators reach these acts.
    private static string By(HttpContext context) => $"{Roles.Administrator}:{context.User.Identity?.Name}";

    private static async Task<IResult> ShowAsync(HttpContext context, PageContexts contexts, AccountDesk desk, AccountForm form, NewPassword? issued, IReadOnlyList<string> errors) =>
        PageContexts.Show<Accounts>(contexts.Of(context), errors.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK,
            (nameof(Accounts.Lines), await desk.ListAsync()), (nameof(Accounts.Form), form), (nameof(Accounts.Issued), issued), (nameof(Accounts.Errors), errors));
}
