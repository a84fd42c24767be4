using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Kit;
using Sluice.Dashboard.Resources;
using Sluice.Domain;

namespace Sluice.Dashboard.Shell;

/// <summary>Whose console it is; opens the <see cref="AccountMenu"/>.</summary>
internal static class AccountButton
{
    public static MarkupString Of(Actor actor, IStringLocalizer<Texts> texts) => SafeMarkup.Of(
        $"""<button class="account" type="button" popovertarget="account-menu" aria-label="{texts["Account.Menu", actor.Name].Value}"><span class="account__mark" data-initial="{Initial(actor.Name)}" aria-hidden="true"></span><span class="account__name">{actor.Name}</span></button>""");

    private static string Initial(string name) => StringInfo.GetNextTextElement(name).ToUpper(CultureInfo.CurrentCulture);
}
