using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Yagura.Operations.Store;
using Yagura.Web;
using Yagura.Web.Guard;
using Yagura.Web.Live;
using Yagura.Web.Pages;

namespace Yagura.Access;

/// <summary>Signing in and out.</summary>
internal static class SignInEndpoints
{
    // Verified against when nobody has the name, so that the answer takes as long as for a name that exists.
    private static readonly string NobodysHash = new PasswordHasher<Account>().HashPassword(new Account(), "nobody has this password");

    /// <summary>Maps <c>/sign-in</c> and <c>/sign-out</c>.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var open = routes.OpenPages();
        open.MapGet("/sign-in", Ask);
        open.MapPost("/sign-in", SignInAsync);
        open.MapPost("/sign-out", SignOutAsync);
    }

    private static IResult Ask(HttpContext context, PageContexts contexts, string? back)
    {
        var page = contexts.Of(context);
        if (page.Visitor is not null) return Results.LocalRedirect(back is not null && PageContexts.IsLocal(back) ? back : "/");
        return PageContexts.Show<SignIn>(page, StatusCodes.Status200OK, (nameof(SignIn.Back), back ?? "/"));
    }

    private static async Task<IResult> SignInAsync(HttpContext context, PageContexts contexts, SignInManager<Account> door, [FromForm] SignInForm form)
    {
        var account = form.Name is { Length: > 0 and <= 64 } name ? await door.UserManager.FindByNameAsync(name.Trim()) : null;
        if (account is null)
        {
            new PasswordHasher<Account>().VerifyHashedPassword(new Account(), NobodysHash, form.Password ?? "");
            return Refuse(context, contexts, form, contexts.Of(context).Texts.SignInFailed);
        }
        var result = await door.CheckPasswordSignInAsync(account, form.Password ?? "", lockoutOnFailure: true);
        var texts = contexts.Of(context).Texts;
        // That an account is off or locked is said to everybody who asks: the lock itself must be visible to the person who was locked out.
        if (result.IsLockedOut) return Refuse(context, contexts, form, AccountDesk.IsDisabled(account) ? texts.SignInDisabled : texts.SignInLocked(PasswordRule.LockMinutes));
        if (!result.Succeeded) return Refuse(context, contexts, form, texts.SignInFailed);
        await OpenAsync(context, door, account);
        return contexts.GoOn(context, account.OneTimePassword ? AccountEndpoints.PasswordPath : form.Back ?? "/", "");
    }

    /// <summary>Opens a session with an id of its own, by which its event stream is ended.</summary>
    internal static async Task OpenAsync(HttpContext context, SignInManager<Account> door, Account account)
    {
        var properties = new AuthenticationProperties { IsPersistent = false };
        properties.Items[SessionClaims.Session] = Guid.NewGuid().ToString("N");
        await context.SignInAsync(IdentityConstants.ApplicationScheme, await door.CreateUserPrincipalAsync(account), properties);
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, PageContexts contexts, LiveStreams streams)
    {
        var session = await context.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        if (session.Properties?.Items.TryGetValue(SessionClaims.Session, out var id) == true && id is not null)
        {
            // Once the answer is out: a stream that ends earlier would make the page reload before its cookie is gone.
            context.Response.OnCompleted(() =>
            {
                streams.End(id);
                return Task.CompletedTask;
            });
        }
        await context.SignOutAsync(IdentityConstants.ApplicationScheme);
        return contexts.GoOn(context, "/sign-in", contexts.Of(context).Texts.SignedOut);
    }

    private static IResult Refuse(HttpContext context, PageContexts contexts, SignInForm form, string reason) =>
        PageContexts.Show<SignIn>(contexts.Of(context), StatusCodes.Status422UnprocessableEntity,
            (nameof(SignIn.Back), form.Back ?? "/"), (nameof(SignIn.Name), form.Name ?? ""), (nameof(SignIn.Errors), (IReadOnlyList<string>)[reason]));
}
