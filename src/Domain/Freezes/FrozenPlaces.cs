using Sluice.Domain.Services;

namespace Sluice.Domain.Freezes;

/// <summary>Brings the freezes in force to where rules look for them: the place.</summary>
public static class FrozenPlaces
{
    /// <summary>The service as it stands at the instant. The same object when nothing is frozen.</summary>
    public static Service Under(this Service service, FreezeBook book, DateTimeOffset now)
    {
        for (var i = 0; i < service.Environments.Count; i++)
        {
            var place = service.Environments[i];
            if (book.At(service.Name, place.Spec.Name, now) is var frozen && frozen != place.Frozen)
            {
                service = service with { Environments = service.Environments.SetItem(i, place with { Frozen = frozen }) };
            }
        }

        return service;
    }
}
