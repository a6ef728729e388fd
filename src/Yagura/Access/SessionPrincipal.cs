using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Yagura.Operations.Store;
using Yagura.Web.Guard;

namespace Yagura.Access;

/// <summary>What a session says about its person; made again whenever the security stamp is checked, so a changed role or password shows within a minute.</summary>
internal sealed class SessionPrincipal(UserManager<Account> accounts, RoleManager<IdentityRole> roles, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<Account, IdentityRole>(accounts, roles, options)
{
    /// <inheritdoc/>
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Account user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(SessionClaims.DisplayName, user.DisplayName));
        if (user.OneTimePassword) identity.AddClaim(new Claim(SessionClaims.MustChangePassword, "yes"));
        return identity;
    }
}
