/** What Spanish words mean, for letters; the form is described where the concepts are read. */
export const spanish = `
delete: borr* elimin* suprim* supres* destru* quit* retir* derecho+al+olvido olvid* borrado cancelacion+de+mis limpi* tir* quiten
gone: desapare* desaparez* ni+rastro rastro*
close: cerr* cierr* cierre dar+de+baja darme+de+baja cancel* desactiv* anul*
data: dato* informacion* fichero* ficha expediente historial registro* archivo*
account: cuenta* perfil* ficha+de+cliente usuario membresia socio
content: foto* imagen* publicacion* comentario* resena* video* foro mensaje*+que
mine: mi mis mio mia mios yo me nuestro* nuestra* nos
aboutme: sobre+mi acerca+de+mi de+mi+persona sobre+mi+persona mios relativos+a+mi a+mi+nombre
you: usted* su sus vosotros vuestr* empresa ustedes
hold: tien* teneis guard* almacen* conserv* recog* dispon* posee* registrad* archivad* recopil* obra*
know: saben+de saber+que sabeis conocer
copy: copia* listado resumen extracto acceso relacion+de informe+de
tell: envi* mand* facilit* proporcion* indi* dig* decir informen informar comuni* muestr* remit* entreg* hagan+llegar
want: quier* quisier* solicit* pido pedir deseo ruego por+favor exij* me+gustar* necesit* pueden podrian podria reclam* agradec* espero requiero insto
what: que cuales cual
who: quien* a+quien destinatario*
source: de+donde como+han+conseguido origen fuente* procedencia
purpose: finalidad* para+que por+que cuanto+tiempo plazo base+juridica motivo
all: todo todos toda todas complet* integr* por+completo cualquier enter*
share: compart* cedid* cesion comunicad* pasado+a transmit* dado+a pasen ceder cedan
sell: vend* venta* comerci* alquil*
third: tercero* socios+comerc* anunciante* otras+empresas otra+empresa partners terceras colaborador*
marketing: publicidad publicitari* marketing comercial* propaganda mercadotecnia promocional*
newsletter: boletin* newsletter* oferta* promocion* catalogo* folleto* circular* spam
mail: correo* email* e+mail* mail* sms llam* mensaje* carta* contact* whatsapp
receive: recib* lleg* bombarde* inund* acos*
stop: dej* no+mas ya+no basta par* cese* nunca+mas stop hart* cesen
unsubscribe: baja desuscrib* desapunt* lista+de+correo lista+de+distribucion borrenme quitenme sacadme saquenme
not: no nunca sin ni ningun tampoco
object: opon* oposicion oponer desacuerdo me+niego rechazo
use: us* utili* trat* emple* aprovech*
profile: perfiles+sobre elabor*+perfil* perfilado analiz* comportamiento habitos personaliz* evalu* rastre* segment* preferencias
legit: interes+legitimo interes*+legitim*
restrict: limit* bloque* congel* suspend* suspens* restring* paral* no+toquen inmoviliz*
until: mientras hasta entre+tanto entretanto de+momento provisional* por+ahora
dispute: litigio disput* juicio impugn* prueb* aclar* verifi* resuelv* discrepan* juzgado
correct: corri* rectif* actuali* cambi* modifi* complet* arregl* subsan* correccion enmiend*
wrong: no+es+mio no+es+mia pone error* erroneo* erronea* incorrect* equivocad* mal+escrito anticuad* inexact* antigua desactualiz* falt* desfasad* falso
name: nombre* apellido* llamo tratamiento soltera senor senora
address: direccion domicilio telefono nacimiento cumpleanos calle codigo+postal numero
moved: mudado mude mudanza casado casada divorci* vivo traslad* separacion
consent: consent* permiso autoriz* acept* acuerdo conformidad casilla
withdraw: retir* revoc* revoq* me+echo+atras ya+no+doy anul* desdigo
machine: automat* algoritm* ordenador* maquina* sistema+inform* programa robot ia computadora
decision: decision* rechaz* deneg* decid* puntuacion bloquead* negado negaron
human: human* persona alguien empleado* persona+de+verdad agente
review: revis* reconsider* examin* vuelv* mirar+de+nuevo impugn* reevalu* estudi*
export: export* legible+por csv json xml estructurad* formato* descarg* portabilidad traspas* transf* zip excel llevar*
other: otro+proveedor otra+plataforma competencia nuevo+proveedor otro+servicio otra+tienda otro+responsable directamente+a
child: hijo* hija* nino* nina* menor* gemelos chico chica crio* nieto* nieta*
parent: madre padre padres tutor* mama papa patria+potestad abuela
age: anos edad doce once diez nueve ocho siete primaria
complain: queja* quejo reclamacion* inaceptable* verguenza indign* escandal* denunci* intolerable* indignante
authority: aepd agencia+espanola agencia+de+proteccion autoridad* inai defensor
lawyer: abogad* juzgado tribunal* demand*+judicial acciones+legales dano* indemniz* burofax
breach: filtra* brecha hacke* robad* violac* vulner* ilegal* ilicit* expuest* infrac* desconocid* abus*
answer: respuest* contest* respond* respondid*
ignore: ignor* sin+respuesta nadie+me sin+contestar ningun+caso silencio ni+caso caso+omiso
ago: hace semana* meses dos+veces tercera+vez ya+les plazo recordatorio varias+veces
right: derecho* rgpd lopd lopdgdd proteccion+de+datos arco
article: articulo art apartado
order: pedido* paquete* envio entreg* devol* reembols* garantia talla cambiar+por producto cesta cupon tienda compra regalo
invoice: factura* pago* cobr* precio* suscripcion tarifa importe recibo+de
job: curriculum empleo puesto candidat* vacante practicas oferta+de+trabajo
howto: como+puedo como+se como+hago donde+puedo es+posible hay+alguna que+tengo+que
accident: por+error accident* recuper* restaur* sin+querer
thanks: gracias+por felicidades encantad*
dead: fallec* difunt* muerte herenci* hereder* albacea viud* notari*
agent: en+nombre+de represent* mi+cliente poder+notarial mandat* apoderad*
vendor: solucion* webinar* su+empresa formacion nuestros+servicios demo asesor* curso*
policy: politica+de cookies cookie condiciones aviso+legal
`;
