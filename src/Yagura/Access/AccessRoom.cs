using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Yagura.Operations.Store;
using Yagura.Web.Guard;

namespace Yagura.Access;

/// <summary>Who may come in: accounts, sessions and the endpoints of signing in.</summary>
internal static class AccessRoom
{
    // A session ends after this time without a request.
    private static readonly TimeSpan SessionIdleMax = TimeSpan.FromHours(8);

    /// <summary>Adds accounts (in the operations store, which must be registered) and cookie sessions.</summary>
    public static void AddAccess(this IServiceCollection services, CookieNames cookies)
    {
        services.AddScoped(provider => provider.GetRequiredService<OperationsStore>().NewContext());
        services.AddIdentityCore<Account>(Rules)
            .AddRoles<IdentityRole>()
            .AddSignInManager()
            .AddClaimsPrincipalFactory<SessionPrincipal>();
        services.AddScoped<IUserStore<Account>>(p => new UserStore<Account, IdentityRole, StoreContext>(p.GetRequiredService<StoreContext>()));
        services.AddScoped<IRoleStore<IdentityRole>>(p => new RoleStore<IdentityRole, StoreContext>(p.GetRequiredService<StoreContext>()));
        services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = TimeSpan.FromMinutes(1));
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddCookie(IdentityConstants.ApplicationScheme, options => Session(options, cookies));
        services.AddAuthorization();
        services.AddScoped<AccountDesk>();
        services.AddScoped<FirstAdministrator>();
    }

    /// <summary>Maps signing in and out, the person's own password, and the administrator's list of accounts.</summary>
    public static void MapAccess(this IEndpointRouteBuilder routes)
    {
        SignInEndpoints.Map(routes);
        AccountEndpoints.Map(routes);
    }

    private static void Rules(IdentityOptions options)
    {
        options.Password.RequiredLength = PasswordRule.LengthMin;
        options.Password.RequireDigit = false;
        options.Password.RequireLowercase = false;
        options.Password.RequireUppercase = false;
        options.Password.RequireNonAlphanumeric = false;
        options.Password.RequiredUniqueChars = 1;
        options.Lockout.AllowedForNewUsers = true;
        options.Lockout.MaxFailedAccessAttempts = PasswordRule.FailuresMax;
        options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(PasswordRule.LockMinutes);
        options.User.AllowedUserNameCharacters = AccountDesk.NameLetters;
    }

    private static void Session(CookieAuthenticationOptions options, CookieNames cookies)
    {
        options.Cookie.Name = cookies.Session;
        options.Cookie.HttpOnly = true;
        options.Cookie.Path = "/";
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = cookies.Secure ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
        options.ExpireTimeSpan = SessionIdleMax;
        options.SlidingExpiration = true;
        options.LoginPath = "/sign-in";
        options.ReturnUrlParameter = "back";
        options.Events.OnValidatePrincipal = SecurityStampValidator.ValidatePrincipalAsync;
        options.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
        options.Events.OnRedirectToLogin = context =>
        {
            // An event stream or a fragment cannot follow to a page; it learns that the session is over.
            if (context.Request.Method == HttpMethods.Get && !context.Request.Headers.ContainsKey("HX-Request") && context.Request.Path != "/live") context.Response.Redirect(context.RedirectUri);
            else context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        };
    }
}
