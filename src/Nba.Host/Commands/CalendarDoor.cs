using System.Net;
using System.Net.Http.Json;
using Nba.Engine.Sources;
using Nba.Host.Api;
using Nba.Host.Delivery;
using Nba.Host.Delivery.Calendar;
using Nba.Host.Settings;
using Nba.Host.State;

namespace Nba.Host.Commands;

/// <summary>Where a command reaches the addresses of a bank's calendars: its running host, or the stores of a stopped one.</summary>
internal static class CalendarDoor
{
    private const string Page = "calendar-addresses";

    /// <summary>Who has an address, as JSON.</summary>
    public static async Task<byte[]> All(HostSettings settings)
    {
        if (await Answered(settings, HttpMethod.Get, Page, null).ConfigureAwait(false) is { } answered) return answered.Bytes ?? throw new CannotStartException(answered.Absence!);
        using var tables = Store.OpenReadOnly(Asking.InStore(settings).Store.Directory);
        using var store = DeliveryStore.OpenReadOnly(settings);
        if (store is null) return Asking.Json(new CalendarAddressesAnswer([]), CalendarJson.Web.CalendarAddressesAnswer)!;
        return Asking.Json(Over(store, tables).All(), CalendarJson.Web.CalendarAddressesAnswer)!;
    }

    /// <summary>Gives an address; answers JSON, or why not.</summary>
    public static async Task<Answered> Give(HostSettings settings, CalendarAddressRequest request)
    {
        using var content = JsonContent.Create(request, CalendarJson.Web.CalendarAddressRequest);
        if (await Answered(settings, HttpMethod.Post, Page, content).ConfigureAwait(false) is { } answered) return answered;
        using var tables = Store.OpenReadOnly(Asking.InStore(settings).Store.Directory);
        using var store = DeliveryStore.Open(settings);
        var given = Over(store, tables).Give(request, out var fault);
        return new Answered(Asking.Json(given, CalendarJson.Web.CalendarAddressAnswer), fault);
    }

    /// <summary>Takes an address back; answers why not, or null.</summary>
    public static async Task<Sentence?> Revoke(HostSettings settings, string manager)
    {
        if (await Answered(settings, HttpMethod.Delete, $"{Page}/{Uri.EscapeDataString(manager)}", null).ConfigureAwait(false) is { } answered) return answered.Absence;
        using var tables = Store.OpenReadOnly(Asking.InStore(settings).Store.Directory);
        using var store = DeliveryStore.Open(settings);
        return Over(store, tables).Revoke(manager) ? null : CalendarEndpoint.NoAddress(manager);
    }

    /// <summary>Where calendars are fetched: at the running host, or where one will listen.</summary>
    public static Uri Base(HostSettings settings) => Asking.Host(settings) ?? new Uri($"http://{settings.Host.Listen}/");

    private static CalendarAddresses Over(DeliveryStore store, Store tables) => new(store, tables, new Queries(tables, TimeProvider.System), TimeProvider.System);

    // Null when no host runs there.
    private static async Task<Answered?> Answered(HostSettings settings, HttpMethod method, string page, HttpContent? content)
    {
        if (Asking.Host(settings) is not { } host) return null;
        using var client = HostClient.For(settings, Asking.Patience);
        using var request = new HttpRequestMessage(method, new Uri(host, page)) { Content = content };
        try
        {
            using var response = await client.SendAsync(request).ConfigureAwait(false);
            var bytes = await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
            if (response.IsSuccessStatusCode) return new Answered(response.StatusCode == HttpStatusCode.NoContent ? null : bytes);
            return new Answered(null, Asking.Detail(response, bytes) ?? Asking.NoHost(settings, host, (int)response.StatusCode));
        }
        catch (HttpRequestException failure) when (failure.HttpRequestError is HttpRequestError.ConnectionError)
        {
            // The file was left by a host that was killed: its store is free.
            return null;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return new Answered(null, $"{host} was asked, and its answer did not come ({failure.Message}): look at 'nba calendar list' before you ask again");
        }
    }
}
