using Microsoft.AspNetCore.Http;

namespace Yagura.Web.Pages;

/// <summary>Lets nobody past who must first replace a one-time password.</summary>
internal sealed class VisitorGate : IEndpointFilter
{
    /// <summary>Where the password is replaced.</summary>
    public const string PasswordPath = "/account/password";

    /// <inheritdoc/>
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        PageContexts.VisitorOf(context.HttpContext.User) is { MustChangePassword: true }
            ? new ValueTask<object?>(Results.LocalRedirect(PasswordPath))
            : next(context);
}
